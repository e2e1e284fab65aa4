/** Rolls back the revert of one line. The line is skipped and reported. */
export class LineSkipped extends Error {
  constructor(why = 'it was changed later') {
    super(why);
  }
}
