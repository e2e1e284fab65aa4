import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { decodePicture } from './decode-picture.ts';
import { MADE_BY_A_MODEL } from './disclosure.ts';
import { jpegOf, webpsOf } from './encode-picture.ts';
import { drawing, quarters } from './pictures.spec-support.ts';

const exiftool = createRequire(import.meta.url)('exiftool-vendored.pl') as string;
const SECRET = 'a prompt that only its author may read';

/** A PNG as ComfyUI writes it, with EXIF and XMP of a camera. */
const original = () =>
  drawing(3, 600, 480)
    .withExif({ IFD0: { ImageDescription: SECRET }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${SECRET}</x:xmpmeta>`)
    .png()
    .toBuffer();

/** What an independent reader finds in a file. */
function metadataOf(bytes: Buffer): Record<string, unknown> {
  const output = execFileSync('perl', [exiftool, '-json', '-G1', '-n', '-'], { input: bytes, encoding: 'utf8' });
  return (JSON.parse(output) as Record<string, unknown>[])[0] ?? {};
}

const whole = { x: 0, y: 0, width: 600, height: 480 };

describe('jpegOf', () => {
  it('makes a baseline JPEG in sRGB, 4:4:4, with the disclosure and nothing else of the file', async () => {
    const picture = await decodePicture(await original());
    const { bytes, ...facts } = await jpegOf(picture, { crop: whole, width: 1440, quality: 90, xmp: MADE_BY_A_MODEL });
    expect(facts).toEqual({ contentType: 'image/jpeg', width: 600, height: 480 });
    expect(await sharp(bytes).metadata()).toMatchObject({
      chromaSubsampling: '4:4:4',
      isProgressive: false,
      space: 'srgb',
    });
    const metadata = metadataOf(bytes);
    expect(metadata).toMatchObject({
      'File:FileType': 'JPEG',
      'ICC_Profile:ProfileDescription': expect.stringMatching(/srgb/i),
      'XMP-iptcExt:DigitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
    });
    expect(bytes.includes(SECRET)).toBe(false);
    expect(Object.keys(metadata).filter((name) => /^(IFD0|GPS|ExifIFD|PNG)/.test(name))).toEqual([]);
  });

  it('has no XMP when none is given', async () => {
    const picture = await decodePicture(await original());
    const { bytes } = await jpegOf(picture, { crop: whole, width: 1440, quality: 90 });
    expect(Object.keys(metadataOf(bytes)).filter((name) => name.startsWith('XMP'))).toEqual([]);
  });

  it('cuts exactly, narrows, and never enlarges', async () => {
    const picture = await decodePicture(await drawing(1, 2000, 1000).png().toBuffer());
    const sizes = async (x: number, width: number) => {
      const made = await jpegOf(picture, { crop: { x, y: 0, width, height: 1000 }, width: 1440, quality: 90 });
      return [made.width, made.height];
    };
    expect(await sizes(50, 1900)).toEqual([1440, 758]);
    expect(await sizes(0, 1000)).toEqual([1000, 1000]);
    const { open } = picture;
    const cut = await jpegOf(picture, { crop: { x: 7, y: 9, width: 400, height: 400 }, width: 1440, quality: 100 });
    const expected = await open().extract({ left: 7, top: 9, width: 400, height: 400 }).raw().toBuffer();
    expect(largest(await sharp(cut.bytes).raw().toBuffer(), expected)).toBeLessThan(40);
  });

  it('centres the part on white', async () => {
    const picture = await decodePicture(
      await quarters([[0, 0, 0]], 100, 201)
        .png()
        .toBuffer(),
    );
    const crop = { x: 0, y: 0, width: 100, height: 201 };
    const { bytes } = await jpegOf(picture, { crop, padTo: { width: 161, height: 201 }, width: 1440, quality: 90 });
    const { data, info } = await sharp(bytes).grayscale().raw().toBuffer({ resolveWithObject: true });
    const row = [...data.subarray(info.width * 50, info.width * 51)];
    expect([info.width, info.height]).toEqual([161, 201]);
    expect([row[20], row[140]].every((value = 0) => value > 250)).toBe(true);
    expect(row[60]).toBeLessThan(5);
  });

  it('makes the same bytes again', async () => {
    const bytes = await original();
    const make = async () =>
      jpegOf(await decodePicture(bytes), { crop: whole, width: 300, quality: 90, xmp: MADE_BY_A_MODEL });
    expect((await make()).bytes.equals((await make()).bytes)).toBe(true);
  });
});

describe('webpsOf', () => {
  it('makes narrower pictures of the whole, never wider ones, without metadata', async () => {
    const picture = await decodePicture(await original());
    const made = await webpsOf(picture, [320, 1280, 640], 75);
    expect(made.map(({ width, height }) => [width, height])).toEqual([
      [600, 480],
      [600, 480],
      [320, 256],
    ]);
    for (const { bytes, contentType } of made) {
      expect(contentType).toBe('image/webp');
      expect(bytes.includes(SECRET)).toBe(false);
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', space: 'srgb' });
    }
  });

  it('makes the same bytes again', async () => {
    const picture = await decodePicture(
      await sharp(randomBytes(300_000), { raw: { width: 500, height: 200, channels: 3 } })
        .png()
        .toBuffer(),
    );
    const [first, second] = [await webpsOf(picture, [320], 75), await webpsOf(picture, [320], 75)];
    expect(first[0]?.bytes.equals(second[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
  });
});

const largest = (a: Buffer, b: Buffer) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 0))), 0);
