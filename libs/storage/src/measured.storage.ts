import { channel } from 'node:diagnostics_channel';
import type { Readable } from 'node:stream';
import {
  ObjectStorage,
  type ByteRange,
  type ObjectFacts,
  type ObjectSource,
  type StoredObject,
} from './object-storage.ts';

/** A finished call of a driver. */
export interface StorageOperation {
  operation: 'put' | 'head' | 'read' | 'delete' | 'list';
  result: 'ok' | 'failed';
  seconds: number;
}

/** Metrics and the crash harness subscribe to this channel; the store does not know them. */
export const storageOperations = channel('trellis.storage');

/** A driver that publishes every operation on a diagnostics channel. */
export class MeasuredStorage extends ObjectStorage {
  constructor(private readonly driver: ObjectStorage) {
    super();
  }

  override put(key: string, source: ObjectSource, facts: ObjectFacts): Promise<void> {
    return measured('put', () => this.driver.put(key, source, facts));
  }

  override head(key: string): Promise<StoredObject | undefined> {
    return measured('head', () => this.driver.head(key));
  }

  /** One operation. */
  override headAll(keys: readonly string[]): Promise<(StoredObject | undefined)[]> {
    return measured('head', () => this.driver.headAll(keys));
  }

  override read(key: string, range?: ByteRange): Promise<Readable | undefined> {
    return measured('read', () => this.driver.read(key, range));
  }

  override delete(key: string): Promise<void> {
    return measured('delete', () => this.driver.delete(key));
  }

  /** One operation from the first key to the last, without the time that the caller takes. */
  override async *list(prefix: string): AsyncIterable<string> {
    const keys = this.driver.list(prefix)[Symbol.asyncIterator]();
    let seconds = 0;
    let result: StorageOperation['result'] = 'failed';
    try {
      for (;;) {
        const from = performance.now();
        const next = await keys.next();
        seconds += (performance.now() - from) / 1000;
        result = 'ok';
        if (next.done) return;
        yield next.value;
        result = 'failed';
      }
    } finally {
      storageOperations.publish({ operation: 'list', result, seconds });
      await keys.return?.();
    }
  }

  override check(): Promise<void> {
    return this.driver.check();
  }
}

async function measured<T>(operation: StorageOperation['operation'], work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const publish = (result: StorageOperation['result']) =>
    storageOperations.publish({ operation, result, seconds: (performance.now() - from) / 1000 });
  try {
    const answer = await work();
    publish('ok');
    return answer;
  } catch (error) {
    publish('failed');
    throw error;
  }
}
