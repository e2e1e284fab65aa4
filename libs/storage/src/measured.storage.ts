import { channel } from 'node:diagnostics_channel';
import type { Readable } from 'node:stream';
import { ObjectStorage, type ObjectFacts, type ObjectSource, type StoredObject } from './object-storage.ts';

/** One call of a driver, told when it is over. */
export interface StorageOperation {
  operation: 'put' | 'head' | 'read' | 'delete';
  result: 'ok' | 'failed';
  seconds: number;
}

/** Who wants to know (metrics, a crash harness) subscribes; the store knows none of them. */
export const storageOperations = channel('trellis.storage');

/** A driver whose every operation is told on a diagnostics channel. */
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

  override read(key: string): Promise<Readable | undefined> {
    return measured('read', () => this.driver.read(key));
  }

  override delete(key: string): Promise<void> {
    return measured('delete', () => this.driver.delete(key));
  }

  override list(prefix: string): AsyncIterable<{ key: string; byteSize: number }> {
    return this.driver.list(prefix);
  }

  override publicUrl(key: string): string {
    return this.driver.publicUrl(key);
  }
}

async function measured<T>(operation: StorageOperation['operation'], work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const tell = (result: StorageOperation['result']) =>
    storageOperations.publish({ operation, result, seconds: (performance.now() - from) / 1000 });
  try {
    const answer = await work();
    tell('ok');
    return answer;
  } catch (error) {
    tell('failed');
    throw error;
  }
}
