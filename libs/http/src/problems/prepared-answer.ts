/** An answer that is sent byte for byte. It is thrown, so that no other code builds an answer. */
export class PreparedAnswer extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super('an answer that is ready to be sent');
  }
}
