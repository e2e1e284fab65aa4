import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { access, constants, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { factsInKey } from './facts-in-key.ts';
import { keysBelow } from './keys-below.ts';
import {
  ObjectStorage,
  piecesOf,
  type ByteRange,
  type ObjectFacts,
  type ObjectSource,
  type StoredObject,
} from '../object-storage.ts';
import { ObjectDiffersError, storageFailure } from '../storage.errors.ts';
import { writeDurably } from '../write-durably.ts';

/** Files or folders that are looked at without a pause. */
const AT_ONCE = 200;

/**
 * Objects as files under `objects/<key>`, written to a temporary name, flushed and renamed. The key of a picture states
 * its hash and type. Other objects have their facts under `facts/<key>.json`, written last: without them such an object
 * does not exist yet. Earlier releases wrote facts for every object; they are not needed any more, and deleted with it.
 */
export class DiskStorage extends ObjectStorage {
  private made = false;

  constructor(private readonly root: string) {
    super();
  }

  override put(key: string, source: ObjectSource, facts: ObjectFacts): Promise<void> {
    return this.guard('put', async () => {
      await this.requireFolder();
      const stated = factsInKey(key);
      if (stated && stated.sha256 !== facts.sha256) throw new ObjectDiffersError('put');
      const sha256 = createHash('sha256');
      const bytes = async function* () {
        for await (const piece of piecesOf(source)) {
          sha256.update(piece);
          yield piece;
        }
        if (sha256.digest('hex') !== facts.sha256) throw new ObjectDiffersError('put');
      };
      await writeDurably(this.objectFile(key), bytes());
      const { contentType, byteSize } = facts;
      if (stated?.contentType === contentType) return;
      await writeDurably(this.factsFile(key), [
        Buffer.from(JSON.stringify({ contentType, byteSize, sha256: facts.sha256 })),
      ]);
    });
  }

  override head(key: string): Promise<StoredObject | undefined> {
    return this.guard('head', async () => {
      try {
        const file = this.objectFile(key);
        const [facts, { size }] = await Promise.all([this.factsOf(key), stat(file)]);
        return { ...facts, byteSize: size, keepsFacts: true };
      } catch (error) {
        // A file in place of a folder is no answer: the objects below it may be anywhere.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    });
  }

  override read(key: string, range?: ByteRange): Promise<Readable | undefined> {
    return this.guard('read', async () =>
      (await this.head(key)) ? createReadStream(this.objectFile(key), range) : undefined,
    );
  }

  override delete(key: string): Promise<void> {
    return this.guard('delete', async () => {
      await rm(this.factsFile(key), { force: true });
      await rm(this.objectFile(key), { force: true });
    });
  }

  /** Without callbacks, a few at a time: a million files take a tenth of the time. */
  override headAll(keys: readonly string[]): Promise<(StoredObject | undefined)[]> {
    return this.guard('head', async () => {
      const stored: (StoredObject | undefined)[] = [];
      for (const [i, key] of keys.entries()) {
        if (i % AT_ONCE === 0) await setImmediate();
        const stated = factsInKey(key);
        const file = stated && statSync(this.objectFile(key), { throwIfNoEntry: false });
        stored.push(stated ? file && { ...stated, byteSize: file.size, keepsFacts: true } : await this.head(key));
      }
      return stored;
    });
  }

  override async *list(prefix: string): AsyncIterable<string> {
    const files = keysBelow(join(this.root, 'objects'), prefix);
    try {
      for (let seen = 1; ; seen += 1) {
        if (seen % AT_ONCE === 0) await setImmediate();
        const { value: key, done } = await this.guard('list', () => Promise.resolve(files.next()));
        if (done) return;
        yield key;
      }
    } finally {
      files.return(undefined);
    }
  }

  override check(): Promise<void> {
    return this.guard('check', () => this.requireFolder());
  }

  /**
   * Created once. A folder that is missing later was lost (an unmounted disk); anything written in its place would be
   * lost too.
   */
  private async requireFolder(): Promise<void> {
    const objects = join(this.root, 'objects');
    if (!this.made) await mkdir(objects, { recursive: true });
    this.made = true;
    if (!(await stat(objects)).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    await access(objects, constants.W_OK | constants.X_OK);
  }

  private async factsOf(key: string): Promise<Pick<StoredObject, 'contentType' | 'sha256'>> {
    const stated = factsInKey(key);
    if (stated) return stated;
    const { contentType, sha256 } = JSON.parse(await readFile(this.factsFile(key), 'utf8')) as ObjectFacts;
    return { contentType, sha256 };
  }

  private objectFile = (key: string) => this.inside('objects', key);
  private factsFile = (key: string) => this.inside('facts', `${key}.json`);

  private inside(folder: string, key: string): string {
    const base = join(this.root, folder);
    const file = resolve(base, key);
    if (!file.startsWith(base + sep)) throw new Error('a key leads out of the store');
    return file;
  }

  private async guard<T>(operation: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storageFailure(operation, error);
    }
  }
}
