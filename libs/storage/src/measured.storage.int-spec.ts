import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DiskStorage } from './drivers/disk.storage.ts';
import { MeasuredStorage, storageOperations, type StorageOperation } from './measured.storage.ts';
import { factsOf } from './storage-contract.spec-support.ts';

describe('what is told of the storage', () => {
  let directory: string;
  let storage: MeasuredStorage;
  let told: string[];
  const listen = (message: unknown) => {
    const { operation, result } = message as StorageOperation;
    told.push(`${operation} ${result}`);
  };
  const bytes = Buffer.from('x');
  const put = (key: string) => storage.put(key, () => Readable.from([bytes]), factsOf(bytes));

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'trellis-measured-'));
    storage = new MeasuredStorage(new DiskStorage(directory, ''));
    await put('a/1');
    await put('a/2');
    told = [];
    subscribe(storageOperations.name, listen);
  });
  afterEach(async () => {
    unsubscribe(storageOperations.name, listen);
    await rm(directory, { recursive: true });
  });

  it('is a listing once, however many keys it has, and also when somebody has seen enough', async () => {
    const keys: string[] = [];
    for await (const { key } of storage.list('a/')) keys.push(key);
    expect(keys.sort()).toEqual(['a/1', 'a/2']);
    for await (const { key } of storage.list('a/')) {
      expect(key).toMatch(/^a\/[12]$/);
      break;
    }
    expect(told).toEqual(['list ok', 'list ok']);
  });

  it('is what failed, by its name', async () => {
    await rm(join(directory, 'objects'), { recursive: true });
    await expect(put('a/3')).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(told).toEqual(['put failed']);
  });

  it('is not that somebody asked whether it is there', async () => {
    await storage.check();
    expect(told).toEqual([]);
  });
});
