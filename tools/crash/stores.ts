import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '@trellis/config';
import { storesOf, type ObjectPlace, type ObjectStores } from '@trellis/storage';
import { SwiftServer } from '../swift/swift-server.ts';
import { FaultProxy } from './fault-proxy.ts';
import type { Random } from './random.ts';

/** A store that can be made to fail, and that can be read past every fault. */
export interface Store {
  settings: Record<string, string>;
  /** Both stores, past every fault. */
  stores: ObjectStores;
  /** How often each fault was injected. */
  injected: Readonly<Record<string, number>>;
  fail(milliseconds: number): Promise<void>;
  /** SHA-256 of the object in hex; undefined where there is none. */
  hashOf(place: ObjectPlace): Promise<string | undefined>;
  places(): Promise<ObjectPlace[]>;
  stop(): Promise<void>;
}

async function hashOf(stores: ObjectStores, { store, key }: ObjectPlace): Promise<string | undefined> {
  const stream = await stores.of(store).read(key);
  if (!stream) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Of originals, of originals of earlier releases, and of renditions. */
const FOLDERS = ['originals', 'photos', 'renditions'];

async function placesOf(stores: ObjectStores): Promise<ObjectPlace[]> {
  const places: ObjectPlace[] = [];
  for (const store of stores.names)
    for (const prefix of FOLDERS)
      for await (const key of stores.of(store).list(`${prefix}/`)) places.push({ store, key });
  return places;
}

/** The disk driver. It fails while files stand in place of its folders of objects. */
export async function diskStore(folder: string): Promise<Store> {
  const settings = { STORAGE_DRIVER: 'disk', PUBLIC_BASE_URL: 'http://127.0.0.1/media' };
  const stores = storesOf(loadConfig({ ...settings, TRELLIS_DATA_DIR: folder }));
  const of = (root: string) => FOLDERS.map((name) => fallibleFolder(join(folder, root), name));
  const folders = await Promise.all(['media', 'originals'].flatMap(of));
  const injected = { 'disk away': 0 };
  return {
    settings,
    injected,
    async fail(milliseconds) {
      injected['disk away'] += 1;
      await Promise.all(folders.map((one) => one.fail(milliseconds)));
    },
    stores,
    hashOf: (place) => hashOf(stores, place),
    places: () => placesOf(stores),
    stop: async () => undefined,
  };
}

/** A folder of objects that a file can replace for a while. */
async function fallibleFolder(root: string, name: string) {
  const objects = join(root, 'objects', name);
  await mkdir(objects, { recursive: true });
  const away = join(root, `away-${name}`);
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
      const stray = join(root, `stray-${randomUUID()}`);
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
    await server.makeBuckets('crash');
  } catch (error) {
    server.stop();
    throw error;
  }
  const proxy = new FaultProxy(server.endpoint, random);
  await proxy.start();
  const direct = server.settings('crash');
  const stores = storesOf(loadConfig(direct));
  return {
    settings: { ...direct, S3_ENDPOINT: proxy.endpoint },
    injected: proxy.injected,
    fail: (milliseconds) => proxy.fail(milliseconds),
    stores,
    hashOf: (place) => hashOf(stores, place),
    places: () => placesOf(stores),
    async stop() {
      proxy.stop();
      server.stop();
    },
  };
}
