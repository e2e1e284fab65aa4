import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DiskStorage } from './drivers/disk.storage.ts';
import { MeasuredStorage, storageOperations, type StorageOperation } from './measured.storage.ts';
import { factsOf } from './storage-contract.spec-support.ts';

describe('the measurements of the storage', () => {
  let directory: string;
  let storage: MeasuredStorage;
  let published: string[];
  const listen = (message: unknown) => {
    const { operation, result } = message as StorageOperation;
    published.push(`${operation} ${result}`);
  };
  const bytes = Buffer.from('x');
  const put = (key: string) => storage.put(key, () => Readable.from([bytes]), factsOf(bytes));

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'trellis-measured-'));
    storage = new MeasuredStorage(new DiskStorage(directory));
    await put('a/1');
    await put('a/2');
    published = [];
    subscribe(storageOperations.name, listen);
  });
  afterEach(async () => {
    unsubscribe(storageOperations.name, listen);
    await rm(directory, { recursive: true });
  });

  it('have one entry per listing, also when it is ended early', async () => {
    const keys: string[] = [];
    for await (const key of storage.list('a/')) keys.push(key);
    expect(keys.sort()).toEqual(['a/1', 'a/2']);
    for await (const key of storage.list('a/')) {
      expect(key).toMatch(/^a\/[12]$/);
      break;
    }
    expect(published).toEqual(['list ok', 'list ok']);
  });

  it('name a failure', async () => {
    await rm(join(directory, 'objects'), { recursive: true });
    await expect(put('a/3')).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(published).toEqual(['put failed']);
  });

  it('omit health checks', async () => {
    await storage.check();
    expect(published).toEqual([]);
  });
});
