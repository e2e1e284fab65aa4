/** Undoes what the revert of a line had begun: the line is left as it is, and named. */
export class LeftAlone extends Error {
  constructor(why = 'it was changed since') {
    super(why);
  }
}
