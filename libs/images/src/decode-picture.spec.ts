import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { decodePicture } from './decode-picture.ts';
import type { Picture } from './picture.ts';
import { jpegOf } from './encode-picture.ts';
import { coloursOf, difference, quarters, type Rgb } from './pictures.spec-support.ts';

const [red, green, blue, grey]: Rgb[] = [
  [200, 40, 40],
  [40, 160, 60],
  [50, 60, 190],
  [120, 120, 120],
];
const colours = [red, green, blue, grey] as Rgb[];

const shown = async (picture: Picture): Promise<Rgb[]> => coloursOf(await picture.open().png().toBuffer());

/** Where each quarter comes from when a picture with this EXIF orientation is turned upright. */
const upright: Readonly<Record<number, readonly number[]>> = {
  1: [0, 1, 2, 3],
  2: [1, 0, 3, 2],
  3: [3, 2, 1, 0],
  4: [2, 3, 0, 1],
  5: [0, 2, 1, 3],
  6: [2, 0, 3, 1],
  7: [3, 1, 2, 0],
  8: [1, 3, 0, 2],
};

describe('decodePicture', () => {
  it.each(Object.keys(upright).map(Number))('turns orientation %s upright', async (orientation) => {
    const bytes = await quarters(colours).withMetadata({ orientation }).png().toBuffer();
    const picture = await decodePicture(bytes);
    expect([picture.width, picture.height]).toEqual(orientation >= 5 ? [320, 400] : [400, 320]);
    const expected = upright[orientation]?.map((i) => colours[i] as Rgb) ?? [];
    expect(difference(await shown(picture), expected)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['16 bits', () => quarters(colours).toColourspace('rgb16').png()],
    ['a palette', () => quarters(colours).png({ palette: true })],
    ['WebP', () => quarters(colours).webp({ lossless: true })],
    ['progressive JPEG', () => quarters(colours).jpeg({ progressive: true, quality: 95 })],
    ['interlaced PNG', () => quarters(colours).png({ progressive: true })],
    ['Display-P3', () => quarters(colours).withIccProfile('p3').png()],
  ])('shows the colours of %s in sRGB', async (_what, draw) => {
    const picture = await decodePicture(await draw().toBuffer());
    expect(difference(await shown(picture), colours)).toBeLessThanOrEqual(4);
  });

  it('shows the colours of CMYK in sRGB, as far as print has them', async () => {
    const pale: Rgb[] = [red, green, blue, grey].map(
      (one) => (one as Rgb).map((value) => 128 + value / 4) as unknown as Rgb,
    );
    const jpeg = quarters(pale).toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 95 });
    expect(difference(await shown(await decodePicture(await jpeg.toBuffer())), pale)).toBeLessThanOrEqual(25);
  });

  it('shows a grey picture in three channels', async () => {
    const bytes = await quarters(colours).grayscale().png().toBuffer();
    const { data, info } = await (await decodePicture(bytes)).open().raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(3);
    expect([data[0], data[0]]).toEqual([data[1], data[2]]);
  });

  it.each([
    ['PNG', () => transparent().png()],
    ['a palette', () => transparent().png({ palette: true })],
    ['WebP', () => transparent().webp({ lossless: true })],
  ])('shows transparent pixels of %s on white', async (_what, draw) => {
    const picture = await decodePicture(await draw().toBuffer());
    expect(await shown(picture)).toEqual(Array(4).fill([255, 255, 255]));
  });

  it('takes the first picture of a JPEG with two', async () => {
    const two = Buffer.concat([
      await quarters(colours).jpeg().toBuffer(),
      await quarters([red as Rgb])
        .jpeg()
        .toBuffer(),
    ]);
    expect(difference(await shown(await decodePicture(two)), colours)).toBeLessThanOrEqual(4);
  });

  it.each(['png', 'jpeg', 'webp'] as const)('refuses a truncated %s', async (format) => {
    const raw = { width: 300, height: 300, channels: 3 as const };
    const whole = await sharp(randomBytes(270_000), { raw }).toFormat(format).toBuffer();
    await expect(decodePicture(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({ code: 'not_an_image' });
  });

  it('takes a picture of 1 × 50,000', async () => {
    const raw = { width: 1, height: 50_000, channels: 3 as const };
    const picture = await decodePicture(await sharp(randomBytes(150_000), { raw }).png().toBuffer());
    expect([picture.width, picture.height]).toEqual([1, 50_000]);
  });

  it('does not hold a picture of more than 25 megapixels, and shows the same of it', async () => {
    const large = await quarters(colours, 5_200, 5_000).png({ compressionLevel: 1 }).toBuffer();
    const picture = await decodePicture(large);
    const crop = { x: 100, y: 0, width: 5_000, height: 5_000 };
    const { bytes, width, height } = await jpegOf(picture, { crop, width: 1440, quality: 90 });
    expect([width, height]).toEqual([1440, 1440]);
    expect(difference(await coloursOf(bytes), colours)).toBeLessThanOrEqual(4);
  }, 60_000);
});

const transparent = () =>
  sharp({ create: { width: 400, height: 320, channels: 4, background: { r: 10, g: 200, b: 30, alpha: 0 } } });
