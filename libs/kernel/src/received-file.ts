/** A file that a client sent. */
export interface ReceivedFile {
  /** As the client called it, without any folder; for people, never for a path on its own. */
  name: string;
  /** Undefined when the file exceeds the limit; the rest of it was read and thrown away. */
  bytes: Buffer | undefined;
}
