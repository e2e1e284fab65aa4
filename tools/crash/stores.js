import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '@trellis/config';
import { SwiftServer } from '../swift/swift-server.js';
import { FaultProxy } from './fault-proxy.js';
import { DiskStorage } from '../../libs/storage/dist/drivers/disk.storage.js';
import { S3Storage } from '../../libs/storage/dist/drivers/s3.storage.js';

/** The SHA-256 of an object as anybody can read it, past every fault. */
async function hashOf(storage, key) {
  const stream = await storage.read(key);
  if (!stream) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}

async function keysOf(storage) {
  const keys = [];
  for await (const { key } of storage.list('photos/')) keys.push(key);
  return keys;
}

/** The disk driver; it fails by the folder of its objects being something else for a while. */
export async function diskStore(folder) {
  const media = join(folder, 'media');
  const objects = join(media, 'objects', 'photos');
  await mkdir(objects, { recursive: true });
  const away = join(media, 'away');
  const strays = [];
  /** Between two steps a server may make the folder anew, and put objects into it: that one is set aside, and kept. */
  const past = async (step) => {
    for (;;) {
      const failed = await step().then(
        () => undefined,
        (error) => error,
      );
      if (!failed) return;
      if (!['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes(failed.code)) throw failed;
      strays.push(join(media, `stray-${randomUUID()}`));
      await rename(objects, strays.at(-1));
    }
  };
  const storage = new DiskStorage(media, 'http://127.0.0.1/media');
  const injected = { 'disk away': 0 };
  return {
    settings: { STORAGE_DRIVER: 'disk', PUBLIC_BASE_URL: 'http://127.0.0.1/media' },
    injected,
    async fail(milliseconds) {
      injected['disk away'] += 1;
      await rename(objects, away);
      await past(() => writeFile(objects, 'no folder'));
      await pause(milliseconds);
      await rm(objects);
      await past(() => rename(away, objects));
      for (const folder of strays.splice(0)) await cp(folder, objects, { recursive: true, force: false });
    },
    hashOf: (key) => hashOf(storage, key),
    keys: () => keysOf(storage),
    stop: async () => undefined,
  };
}

/** OpenStack Swift behind the fault proxy. */
export async function swiftStore(folder, random) {
  const server = new SwiftServer(join(folder, 'swift'), 21_000 + (process.pid % 2000) * 5);
  await mkdir(server.directory, { recursive: true });
  try {
    await server.start();
    await server.makePublicBucket('crash');
  } catch (error) {
    server.stop();
    throw error;
  }
  const proxy = new FaultProxy(server.endpoint, random);
  await proxy.start();
  const direct = server.settings('crash');
  const storage = new S3Storage(loadConfig(direct));
  return {
    settings: { ...direct, S3_ENDPOINT: proxy.endpoint },
    injected: proxy.injected,
    fail: (milliseconds) => proxy.fail(milliseconds),
    hashOf: (key) => hashOf(storage, key),
    keys: () => keysOf(storage),
    async stop() {
      proxy.stop();
      server.stop();
    },
  };
}
