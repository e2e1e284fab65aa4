import type { Readable } from 'node:stream';

/** What is known about an object before it is stored. */
export interface ObjectFacts {
  /** MIME type, from the bytes. */
  contentType: string;
  /** Length in bytes. */
  byteSize: number;
  /** Hexadecimal; travels as object metadata and is compared by HEAD. */
  sha256: string;
}

/** What the store says about an object it has. */
export interface StoredObject {
  byteSize: number;
  contentType: string;
  /**
   * Hexadecimal, as it was declared when it was stored; null for objects that others put there, and where the store's
   * own checksum says that it has other bytes.
   */
  sha256: string | null;
}

/** Opens the bytes from their beginning, at each call anew: a driver may read them once to hash and once to send. */
export type ObjectSource = () => Readable;

/**
 * The one port to object storage; every driver passes the same contract suite.
 * Keys are relative (`photos/…`), never begin with `/`, and never contain `..`. Objects are immutable once stored:
 * a PUT under the same key is a repetition of the same bytes.
 * @throws StorageUnavailableError from every method, whenever the store does not answer as it should
 */
export abstract class ObjectStorage {
  /**
   * Stores the bytes or throws; afterwards the object is durable. Hashes them itself, so nobody else has to.
   * @throws ObjectDiffersError when the source has other bytes than the facts say; nothing is stored then
   */
  abstract put(key: string, source: ObjectSource, facts: ObjectFacts): Promise<void>;
  /** Undefined when there is no such object. */
  abstract head(key: string): Promise<StoredObject | undefined>;
  /** The bytes, or undefined when there is no such object. */
  abstract read(key: string): Promise<Readable | undefined>;
  /** Does nothing when there is no such object. */
  abstract delete(key: string): Promise<void>;
  /** Every key under the prefix, with its size; order unspecified, memory bounded. */
  abstract list(prefix: string): AsyncIterable<{ key: string; byteSize: number }>;
  /** Whether objects can be stored here now: resolves, or says why not. Not for the metrics: it is asked all day. */
  abstract check(): Promise<void>;
  /** Where anybody can fetch the object. Computed, never stored. */
  abstract publicUrl(key: string): string;
}
