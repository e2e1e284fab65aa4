import sharp, { type Sharp } from 'sharp';
import { decodePicture } from './decode-picture.ts';
import type { PictureHashes } from './picture-hash.ts';
import { distance, drawing } from './pictures.spec-support.ts';
import { traitsOf } from './traits.ts';

const hashed = async (drawn: Sharp): Promise<PictureHashes> =>
  traitsOf(await decodePicture(await drawn.png().toBuffer()));
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
/** The smallest distance of two pictures, one of them mirrored or not. */
const between = (a: PictureHashes, b: PictureHashes) =>
  Math.min(distance(a.hash, b.hash), distance(a.hash, b.mirrored));

describe('the hashes of a picture', () => {
  it('are far apart for 28 pairs of different pictures', async () => {
    const hashes = await Promise.all(SEEDS.map((seed) => hashed(drawing(seed))));
    const pairs = hashes.flatMap((a, i) => hashes.slice(i + 1).map((b) => between(a, b)));
    expect(pairs).toHaveLength(28);
    expect(Math.min(...pairs)).toBeGreaterThan(14);
  });

  it.each<[string, (drawn: Sharp) => Promise<Buffer>]>([
    ['JPEG', (drawn) => drawn.jpeg({ quality: 60 }).toBuffer()],
    ['smaller', (drawn) => drawn.resize(200).png().toBuffer()],
    ['grey', (drawn) => drawn.grayscale().png().toBuffer()],
    ['blurred', (drawn) => drawn.blur(3).png().toBuffer()],
  ])('are the same, or nearly, of a picture that is %s', async (_what, change) => {
    for (const seed of SEEDS) {
      const { hash } = await hashed(drawing(seed));
      const changed = await traitsOf(await decodePicture(await change(drawing(seed))));
      expect(distance(hash, changed.hash)).toBeLessThanOrEqual(2);
    }
  });

  it('are near for a picture that lacks 5 % at each side', async () => {
    const cut = { left: 26, top: 26, width: 460, height: 460 };
    const near = await Promise.all(
      SEEDS.map(async (seed) => {
        const png = await drawing(seed).png().toBuffer();
        return distance((await hashed(sharp(png))).hash, (await hashed(sharp(png).extract(cut))).hash);
      }),
    );
    expect(Math.max(...near)).toBeLessThanOrEqual(24);
    expect(Math.max(...near)).toBeGreaterThan(2);
  });

  it('find the mirror image', async () => {
    for (const seed of SEEDS) {
      const [plain, flopped] = [await hashed(drawing(seed)), await hashed(drawing(seed).flop())];
      expect(distance(plain.mirrored, flopped.hash)).toBeLessThanOrEqual(2);
      expect(distance(plain.hash, flopped.hash)).toBeGreaterThan(14);
    }
  });

  it('have 63 bits', async () => {
    const { hash, mirrored } = await hashed(drawing(1));
    for (const bits of [hash, mirrored]) expect(bits).toBe(BigInt.asUintN(63, bits));
    expect(distance(0n, 2n ** 63n - 1n)).toBe(63);
  });
});
