import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ObjectDiffersError, storeVerified, type ObjectFacts, type ObjectSource, type ObjectStorage } from './index.ts';

export const factsOf = (bytes: Buffer): ObjectFacts => ({
  contentType: 'image/png',
  byteSize: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

const sourceOf = (bytes: Buffer) => () =>
  Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)], { objectMode: false });

/**
 * The contract of every driver, on every store. `refusesAltered`: bytes that change on the way leave nothing behind.
 */
export function describeStorageContract(
  name: string,
  storageOf: () => ObjectStorage,
  { refusesAltered = true } = {},
): void {
  describe(`the storage contract on ${name}`, () => {
    const bytes = randomBytes(200_000);
    const facts = factsOf(bytes);
    const key = () => `originals/${randomUUID()}/${facts.sha256}.png`;
    const put = (at: string) => storageOf().put(at, sourceOf(bytes), facts);

    const sources: [string, (bytes: Buffer) => ObjectSource][] = [
      ['a stream', sourceOf],
      ['one buffer', (whole) => whole],
    ];

    it.each(sources)('gives back the very bytes of %s, their type, size and hash', async (_what, source) => {
      const at = key();
      await storageOf().put(at, source(bytes), facts);
      expect(await storageOf().head(at)).toMatchObject({
        byteSize: bytes.length,
        contentType: 'image/png',
        sha256: facts.sha256,
      });
      const stream = await storageOf().read(at);
      expect(bytes.equals(await buffer(stream as Readable))).toBe(true);
    });

    it('gives back a part of the bytes', async () => {
      const at = key();
      await put(at);
      for (const [start, end] of [
        [0, 0],
        [1000, 1999],
        [199_000, 199_999],
      ] as const) {
        const stream = await storageOf().read(at, { start, end });
        expect(bytes.subarray(start, end + 1).equals(await buffer(stream as Readable))).toBe(true);
      }
    });

    it('answers undefined for what is not there', async () => {
      expect(await storageOf().head(key())).toBeUndefined();
      expect(await storageOf().read(key())).toBeUndefined();
    });

    it('answers for many keys what it answers for each', async () => {
      const keys = [key(), key(), `originals/${randomUUID()}/without-a-hash`];
      for (const at of keys.slice(1)) await put(at);
      const each = await Promise.all(keys.map((at) => storageOf().head(at)));
      expect(await storageOf().headAll(keys)).toEqual(each);
      expect(each.map((one) => one?.sha256)).toEqual([undefined, facts.sha256, facts.sha256]);
    });

    it('takes the same object twice, also at the same moment', async () => {
      const at = key();
      await Promise.all([put(at), put(at), put(at)]);
      await put(at);
      expect((await storageOf().head(at))?.byteSize).toBe(bytes.length);
    });

    it('deletes, and deletes again', async () => {
      const at = key();
      await put(at);
      await storageOf().delete(at);
      await storageOf().delete(at);
      expect(await storageOf().head(at)).toBeUndefined();
    });

    it('lists what is under a prefix, across pages, and nothing else', async () => {
      const folder = randomUUID();
      const small = randomBytes(10);
      const keys = Array.from({ length: 5 }, (_, i) => `originals/${folder}/${i}.png`);
      for (const at of keys) await storageOf().put(at, sourceOf(small), factsOf(small));
      await put(key());
      const listed = [];
      for await (const at of storageOf().list(`originals/${folder}/`)) listed.push(at);
      expect(listed.sort()).toEqual(keys);
    });

    const altered = Buffer.from(bytes);
    altered[5] = (altered[5] as number) ^ 1;

    it.each(sources)('refuses %s of other bytes than were declared, and stores nothing', async (_what, source) => {
      const at = key();
      await expect(storageOf().put(at, source(altered), facts)).rejects.toBeInstanceOf(ObjectDiffersError);
      expect(await storageOf().head(at)).toBeUndefined();
    });

    const changing = () => {
      const readings = [bytes, altered];
      return () => sourceOf(readings.shift() ?? altered)();
    };

    it('never takes another object for the one that was declared', async () => {
      const at = key();
      const verified = await storeVerified(storageOf(), at, changing(), facts).then(
        () => true,
        () => false,
      );
      const stored = await storageOf().read(at);
      // A driver that reads the source once stores the declared bytes; one that reads it twice has to detect a change.
      expect(verified).toBe(stored !== undefined && (await buffer(stored)).equals(bytes));
    });

    if (refusesAltered) {
      it('leaves nothing but the declared bytes under a key whose source changes while it is read', async () => {
        const at = key();
        await Promise.allSettled([storageOf().put(at, changing(), facts)]);
        const stored = await storageOf().read(at);
        expect(stored === undefined || (await buffer(stored)).equals(bytes)).toBe(true);
      });
    }

    it('leaves nothing under the key when the source breaks off', async () => {
      const at = key();
      const broken = () =>
        Readable.from(
          (async function* () {
            yield bytes.subarray(0, 1000);
            throw new Error('the disk is gone');
          })(),
          { objectMode: false },
        );
      await expect(storageOf().put(at, broken, facts)).rejects.toMatchObject({ code: 'storage_unavailable' });
      expect(await storageOf().head(at)).toBeUndefined();
    });

    it('stores and verifies in one', async () => {
      const at = key();
      await storeVerified(storageOf(), at, sourceOf(bytes), facts);
      expect((await storageOf().head(at))?.sha256).toBe(facts.sha256);
    });

    it('resolves when objects can be stored', async () => {
      await expect(storageOf().check()).resolves.toBeUndefined();
    });
  });
}
