import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '@trellis/config';
import type { ObjectStorage } from '@trellis/storage';
import { DiskStorage, S3Storage } from '@trellis/storage/testing';
import { SwiftServer } from '../swift/swift-server.ts';
import { FaultProxy } from './fault-proxy.ts';
import type { Random } from './random.ts';

/** A store that can be made to fail, and that can be read past every fault. */
export interface Store {
  settings: Record<string, string>;
  /** How often each fault was injected. */
  injected: Readonly<Record<string, number>>;
  fail(milliseconds: number): Promise<void>;
  /** SHA-256 of the object in hex; undefined where there is none. */
  hashOf(key: string): Promise<string | undefined>;
  keys(): Promise<string[]>;
  stop(): Promise<void>;
}

async function hashOf(storage: ObjectStorage, key: string): Promise<string | undefined> {
  const stream = await storage.read(key);
  if (!stream) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Of originals and of renditions. */
const FOLDERS = ['photos', 'renditions'];

async function keysOf(storage: ObjectStorage): Promise<string[]> {
  const keys: string[] = [];
  for (const prefix of FOLDERS) for await (const key of storage.list(`${prefix}/`)) keys.push(key);
  return keys;
}

/** The disk driver. It fails while files stand in place of its folders of objects. */
export async function diskStore(folder: string): Promise<Store> {
  const media = join(folder, 'media');
  const folders = await Promise.all(FOLDERS.map((name) => fallibleFolder(media, name)));
  const storage = new DiskStorage(media, 'http://127.0.0.1/media');
  const injected = { 'disk away': 0 };
  return {
    settings: { STORAGE_DRIVER: 'disk', PUBLIC_BASE_URL: 'http://127.0.0.1/media' },
    injected,
    async fail(milliseconds) {
      injected['disk away'] += 1;
      await Promise.all(folders.map((one) => one.fail(milliseconds)));
    },
    hashOf: (key) => hashOf(storage, key),
    keys: () => keysOf(storage),
    stop: async () => undefined,
  };
}

/** A folder of objects that a file can replace for a while. */
async function fallibleFolder(media: string, name: string) {
  const objects = join(media, 'objects', name);
  await mkdir(objects, { recursive: true });
  const away = join(media, `away-${name}`);
  const strays: string[] = [];
  /** A server may recreate the folder between two steps and put objects into it. That folder is set aside and kept. */
  const past = async (step: () => Promise<unknown>) => {
    for (;;) {
      const failed = await step().then(
        () => undefined,
        (error: NodeJS.ErrnoException) => error,
      );
      if (!failed) return;
      if (!['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes(failed.code ?? '')) throw failed;
      const stray = join(media, `stray-${randomUUID()}`);
      strays.push(stray);
      await rename(objects, stray);
    }
  };
  return {
    async fail(milliseconds: number): Promise<void> {
      await rename(objects, away);
      await past(() => writeFile(objects, 'no folder'));
      await pause(milliseconds);
      await rm(objects);
      await past(() => rename(away, objects));
      for (const stray of strays.splice(0)) await cp(stray, objects, { recursive: true, force: false });
    },
  };
}

/** OpenStack Swift behind the fault proxy. */
export async function swiftStore(folder: string, random: Random): Promise<Store> {
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
