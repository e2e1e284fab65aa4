import type { Readable } from 'node:stream';
import pLimit from 'p-limit';

const HEADS_AT_ONCE = 32;

/** The facts of an object before it is stored. */
export interface ObjectFacts {
  /** MIME type, from the bytes. */
  contentType: string;
  /** Length in bytes. */
  byteSize: number;
  /** Hexadecimal. Stored as object metadata, and compared by HEAD. */
  sha256: string;
}

/** The facts that the store has of an object. */
export interface StoredObject {
  byteSize: number;
  contentType: string;
  /**
   * Hexadecimal, as declared when it was stored. Null for objects of other origin, and when the store's own checksum
   * shows other bytes.
   */
  sha256: string | null;
  /** Whether the store returned what was declared beside the bytes. */
  keepsFacts: boolean;
}

/**
 * The bytes, or a function that opens them from the beginning at each call. A driver may read them once to hash and
 * once to send.
 */
export type ObjectSource = Buffer | (() => Readable);

/** Bytes of an object, from the first to the last, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** The bytes of a source from the beginning, in pieces. */
export const piecesOf = (source: ObjectSource): Iterable<Buffer> | AsyncIterable<Buffer> =>
  Buffer.isBuffer(source) ? [source] : source();

/**
 * The port to object storage. Every driver passes the same contract suite.
 * Keys are relative (`originals/…`), never begin with `/`, and never contain `..`. Objects are immutable: a second PUT
 * under a key repeats the same bytes.
 * @throws StorageUnavailableError from every method when the store fails or does not answer in time
 */
export abstract class ObjectStorage {
  /**
   * Stores the bytes or throws. Afterwards the object is durable. Computes the hashes itself.
   * @throws ObjectDiffersError when the source has other bytes than the facts; nothing is stored then
   */
  abstract put(key: string, source: ObjectSource, facts: ObjectFacts): Promise<void>;
  /** Undefined when there is no such object. */
  abstract head(key: string): Promise<StoredObject | undefined>;
  /** `head` of many keys, in their order. */
  headAll(keys: readonly string[]): Promise<(StoredObject | undefined)[]> {
    const limit = pLimit(HEADS_AT_ONCE);
    return Promise.all(keys.map((key) => limit(() => this.head(key))));
  }

  /** The bytes, or a range that lies inside of them; undefined when there is no such object. */
  abstract read(key: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Does nothing when there is no such object. */
  abstract delete(key: string): Promise<void>;
  /** Every key under the prefix. Unordered, in constant memory. */
  abstract list(prefix: string): AsyncIterable<string>;
  /**
   * Resolves when objects can be stored now; otherwise throws the reason. Not part of the metrics, because health
   * checks call it constantly.
   */
  abstract check(): Promise<void>;
}
