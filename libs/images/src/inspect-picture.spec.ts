import sharp from 'sharp';
import { decodePicture, narrowed } from './decode-picture.ts';
import { inspectPicture } from './inspect-image.ts';
import type { Picture } from './picture.ts';
import { drawing } from './pictures.spec-support.ts';

/** The mean difference of two pictures of one size, of 0 to 255. */
async function difference(one: Picture, other: Picture): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((picture) => picture.open().removeAlpha().raw().toBuffer()));
  if (!a || !b || a.length !== b.length) throw new Error('the sizes differ');
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
}

const square = () => drawing(3).resize(700, 500, { fit: 'fill' });

describe('the small picture of a checked image', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation): [string, () => Promise<Buffer>] => [
      `EXIF orientation ${orientation}`,
      () => square().withMetadata({ orientation }).jpeg().toBuffer(),
    ]),
    ['transparency', () => square().ensureAlpha(0.4).png().toBuffer()],
    ['CMYK', () => square().toColourspace('cmyk').jpeg().toBuffer()],
    ['16 bits', () => square().toColourspace('rgb16').png().toBuffer()],
    ['Display P3', () => square().withIccProfile('p3').png().toBuffer()],
    ['one channel', () => square().grayscale().png().toBuffer()],
    ['a palette', () => square().png({ palette: true }).toBuffer()],
  ])('is what is shown of one with %s', async (_what, draw) => {
    const bytes = await draw();
    const { facts, small } = await inspectPicture(bytes);
    const whole = await decodePicture(bytes);
    expect([facts.width, facts.height]).toEqual([whole.width, whole.height]);
    const wanted = await narrowed(whole, 320);
    expect([small.width, small.height]).toEqual([wanted.width, wanted.height]);
    expect(await difference(small, wanted)).toBeLessThan(3);
  });

  it.each([
    [100, 80, 100, 80],
    [1, 50_000, 1, 16_383],
    [50_000, 1, 320, 1],
  ])('of %i × %i has %i × %i pixels', async (width, height, smallWidth, smallHeight) => {
    const bytes = await sharp({ create: { width, height, channels: 3, background: '#246' } })
      .png()
      .toBuffer();
    const { small } = await inspectPicture(bytes);
    expect([small.width, small.height]).toEqual([smallWidth, smallHeight]);
  });
});
