import type { DomainError } from './domain-error.ts';

/** A file of a request. */
export interface ReceivedFile {
  /** The client's name for the file, without folders. For display only; never use it alone as a path. */
  name: string;
  /** Undefined when the file exceeds the limit. Its remaining bytes were read and discarded. */
  bytes: Buffer | undefined;
  /** Why the file cannot be taken, whatever it holds. */
  refusal: DomainError | undefined;
}
