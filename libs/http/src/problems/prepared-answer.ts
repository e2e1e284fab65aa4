/** An answer that is ready to be sent, to the letter. Thrown past everything that would make another one. */
export class PreparedAnswer extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super('an answer that is ready to be sent');
  }
}
