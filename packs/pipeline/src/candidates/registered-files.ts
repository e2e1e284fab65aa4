import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { OpenImage } from '@trellis/images';

/** What was registered. Null for a candidate that was imported without its file. */
interface Registered {
  byteSize: number | null;
  sha256: string | null;
}

const MOST_FILES = 10_000;

/** Compares files with what was registered. A file is hashed once per change of its time or size. */
@Injectable()
export class RegisteredFiles {
  private readonly hashes = new LRUCache<string, string>({ max: MOST_FILES });

  /** Whether the open file is the registered one; true when nothing was registered. */
  async areSame({ handle }: OpenImage, { byteSize, sha256 }: Registered): Promise<boolean> {
    if (sha256 === null) return true;
    const { dev, ino, mtimeNs, ctimeNs, size } = await handle.stat({ bigint: true });
    if (Number(size) !== byteSize) return false;
    const state = [dev, ino, mtimeNs, ctimeNs, size].join();
    const hash = this.hashes.get(state) ?? (await hashOf(handle));
    this.hashes.set(state, hash);
    return hash === sha256;
  }
}

async function hashOf(handle: OpenImage['handle']): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(handle.createReadStream({ start: 0, autoClose: false }), hash);
  return hash.digest('hex');
}
