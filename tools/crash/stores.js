import { createHash } from 'node:crypto';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
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

/**
 * The disk driver; it fails by the folder of its objects being a file for a while. The folder is a link that is replaced in one
 * step: between a removal and a renaming a server would make the folder anew, and put objects into it.
 */
export async function diskStore(folder) {
  const media = join(folder, 'media');
  await mkdir(join(media, 'folder'), { recursive: true });
  await writeFile(join(media, 'no-folder'), '');
  const point = async (target) => {
    await symlink(target, join(media, 'objects.next'));
    await rename(join(media, 'objects.next'), join(media, 'objects'));
  };
  await point('folder');
  const storage = new DiskStorage(media, 'http://127.0.0.1/media');
  const injected = { 'disk away': 0 };
  return {
    settings: { STORAGE_DRIVER: 'disk', PUBLIC_BASE_URL: 'http://127.0.0.1/media' },
    injected,
    async fail(milliseconds) {
      injected['disk away'] += 1;
      await point('no-folder');
      await pause(milliseconds);
      await point('folder');
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
