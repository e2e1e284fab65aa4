import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { storeVerified, type ObjectFacts, type ObjectStorage } from './index.ts';

export const factsOf = (bytes: Buffer): ObjectFacts => ({
  contentType: 'image/png',
  byteSize: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  md5: createHash('md5').update(bytes).digest('base64'),
});

const sourceOf = (bytes: Buffer) => () =>
  Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)], { objectMode: false });

/** What every driver has to do, on every store. `checksMd5`: whether the store itself refuses altered bytes. */
export function describeStorageContract(name: string, storageOf: () => ObjectStorage, { checksMd5 = true } = {}): void {
  describe(`the storage contract on ${name}`, () => {
    const bytes = randomBytes(200_000);
    const facts = factsOf(bytes);
    const key = () => `photos/${randomUUID()}/${facts.sha256}.png`;
    const put = (at: string) => storageOf().put(at, sourceOf(bytes), facts);

    it('gives back the very bytes, their type, size and hash', async () => {
      const at = key();
      await put(at);
      expect(await storageOf().head(at)).toMatchObject({
        byteSize: bytes.length,
        contentType: 'image/png',
        sha256: facts.sha256,
      });
      const stream = await storageOf().read(at);
      expect(bytes.equals(await buffer(stream as Readable))).toBe(true);
    });

    it('answers undefined for what is not there', async () => {
      expect(await storageOf().head(key())).toBeUndefined();
      expect(await storageOf().read(key())).toBeUndefined();
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
      const keys = Array.from({ length: 5 }, (_, i) => `photos/${folder}/${i}.png`);
      for (const at of keys) await storageOf().put(at, sourceOf(small), factsOf(small));
      await put(key());
      const listed = [];
      for await (const object of storageOf().list(`photos/${folder}/`)) listed.push(object);
      expect(listed.sort((a, b) => a.key.localeCompare(b.key))).toEqual(keys.map((at) => ({ key: at, byteSize: 10 })));
    });

    const altered = Buffer.from(bytes);
    altered[5] = (altered[5] as number) ^ 1;

    it('refuses bytes that are not those that were declared', async () => {
      await expect(storageOf().put(key(), sourceOf(altered), facts)).rejects.toMatchObject({
        code: 'storage_unavailable',
      });
    });

    it('never takes another object for the one that was declared', async () => {
      const verified = storeVerified(storageOf(), key(), sourceOf(altered), facts);
      await expect(verified).rejects.toMatchObject({ code: 'storage_unavailable' });
    });

    if (checksMd5) {
      it('leaves nothing under the key when the bytes are not those that were declared', async () => {
        const at = key();
        await storageOf()
          .put(at, sourceOf(altered), facts)
          .catch(() => undefined);
        expect(await storageOf().head(at)).toBeUndefined();
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

    it('computes the public URL from the key', () => {
      expect(storageOf().publicUrl('photos/a.png')).toMatch(/^https?:\/\/.+\/photos\/a\.png$/);
    });
  });
}
