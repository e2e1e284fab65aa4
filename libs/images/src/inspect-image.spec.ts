import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { crc32, createDeflate } from 'node:zlib';
import sharp from 'sharp';
import { decode, inspectImage } from './inspect-image.ts';

const noise = (width = 40, height = 30) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
const flat = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: { r: 9, g: 9, b: 9 } } });

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length, 0);
  numbers.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)]);
};

/** A PNG whose first frame is its image; `frames` is only announced. */
async function anAnimatedPng(frames: number): Promise<Buffer> {
  const png = await noise().png().toBuffer();
  const [control, first] = [Buffer.alloc(8), Buffer.alloc(26)];
  control.writeUInt32BE(frames, 0);
  first.writeUInt32BE(40, 4);
  first.writeUInt32BE(30, 8);
  return Buffer.concat([png.subarray(0, 33), chunk('acTL', control), chunk('fcTL', first), png.subarray(33)]);
}

const refused = { code: 'not_an_image', kind: 'unprocessable' };

describe('inspectImage', () => {
  it.each([
    ['image/png', () => noise().png().toBuffer()],
    ['image/jpeg', () => noise().jpeg().toBuffer()],
    ['image/webp', () => noise().webp().toBuffer()],
    ['image/png', () => noise().png({ progressive: true }).toBuffer()],
    ['image/jpeg', () => noise().jpeg({ progressive: true }).toBuffer()],
    ['image/webp', () => noise().webp({ lossless: true }).toBuffer()],
  ])('detects %s by its bytes', async (contentType, draw) => {
    const bytes = await draw();
    const facts = await inspectImage(bytes);
    expect(facts).toMatchObject({ contentType, byteSize: bytes.length, width: 40, height: 30 });
    expect(facts.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['png', 'jpeg', 'webp'] as const)('refuses a %s that was truncated anywhere', async (format) => {
    const whole = await noise().toFormat(format).toBuffer();
    for (const share of [0.05, 0.3, 0.6, 0.9, 0.99]) {
      await expect(inspectImage(whole.subarray(0, Math.floor(whole.length * share)))).rejects.toMatchObject(refused);
    }
  });

  it('refuses a PNG with one wrong bit in any chunk', async () => {
    const whole = await noise().withMetadata().png().toBuffer();
    for (let at = 9; at < whole.length; at += Math.ceil(whole.length / 40)) {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] as number) ^ 1;
      await expect(inspectImage(altered)).rejects.toMatchObject(refused);
    }
  });

  it('refuses a JPEG whose scan was overwritten', async () => {
    const whole = await noise(200, 200).jpeg().toBuffer();
    const cut = Buffer.concat([whole.subarray(0, Math.floor(whole.length / 2)), Buffer.from([0xff, 0xd9])]);
    await expect(inspectImage(cut)).rejects.toMatchObject(refused);
  });

  it.each([
    ['a newline', Buffer.from('\n')],
    ['zeros', Buffer.alloc(40)],
    ['a clip', Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42'), randomBytes(5_000)])],
    ['another JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xd9])],
  ])('takes a JPEG with %s behind its end, and hashes all of it', async (_what, tail) => {
    for (const progressive of [false, true]) {
      const bytes = Buffer.concat([await noise().jpeg({ progressive }).toBuffer(), tail]);
      const facts = await inspectImage(bytes);
      expect(facts).toMatchObject({ contentType: 'image/jpeg', byteSize: bytes.length, width: 40, height: 30 });
      expect(facts.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('refuses half a JPEG with a clip behind it', async () => {
    const whole = await noise(200, 200).jpeg().toBuffer();
    const cut = Buffer.concat([whole.subarray(0, whole.length / 2), randomBytes(5_000), Buffer.from([0xff, 0xd9])]);
    await expect(inspectImage(cut)).rejects.toMatchObject(refused);
  });

  it.each(['png', 'jpeg', 'webp'] as const)('measures a %s as it is shown', async (format) => {
    for (const orientation of [1, 3, 6, 8]) {
      const bytes = await noise().withMetadata({ orientation }).toFormat(format).toBuffer();
      const { width, height } = await inspectImage(bytes);
      expect([orientation, width, height]).toEqual([orientation, ...(orientation >= 5 ? [30, 40] : [40, 30])]);
    }
  });

  it('takes an animated PNG of one frame, and no more', async () => {
    expect(await inspectImage(await anAnimatedPng(1))).toMatchObject({ width: 40, height: 30 });
    for (const frames of [2, 3]) await expect(inspectImage(await anAnimatedPng(frames))).rejects.toMatchObject(refused);
  });

  it.each([
    ['a WebP', () => flat(5_200).webp({ lossless: true, effort: 0 })],
    ['a progressive JPEG', () => flat(5_200).jpeg({ progressive: true })],
    ['an interlaced PNG', () => flat(5_200).png({ progressive: true, compressionLevel: 1 })],
  ])(
    'refuses %s of 27 megapixels, which a decoder must hold completely, in little memory',
    async (_what, draw) => {
      const bytes = await draw().toBuffer();
      const before = process.memoryUsage.rss();
      await expect(inspectImage(bytes)).rejects.toMatchObject({ code: 'image_too_large' });
      expect(process.memoryUsage.rss() - before).toBeLessThan(40 * 1024 * 1024);
    },
    60_000,
  );

  it('takes a JPEG of 27 megapixels that is read line by line', async () => {
    expect(await inspectImage(await flat(5_200).jpeg().toBuffer())).toMatchObject({ width: 5_200, height: 5_200 });
  }, 60_000);

  it('refuses a PNG of more than 10,000 chunks', async () => {
    const png = await noise().png().toBuffer();
    const text = chunk('tEXt', Buffer.from('a\0b'));
    const many = Buffer.concat([png.subarray(0, 33), ...Array<Buffer>(10_000).fill(text), png.subarray(33)]);
    await expect(inspectImage(many)).rejects.toMatchObject(refused);
  });

  it('refuses other formats, texts and nothing', async () => {
    for (const bytes of [
      await noise().gif().toBuffer(),
      await noise().tiff().toBuffer(),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      Buffer.alloc(0),
    ]) {
      await expect(inspectImage(bytes)).rejects.toMatchObject(refused);
    }
  });
});

/** 100 megapixels of 16 bits and 4 channels, each line as costly to decode as PNG allows. */
async function aSlowPng(): Promise<Buffer> {
  const [width, height] = [10_000, 10_000];
  const line = Buffer.alloc(1 + width * 8);
  line[0] = 4;
  const deflate = createDeflate({ level: 1 });
  const packed = buffer(deflate);
  for (let y = 0; y < height; y += 1) if (!deflate.write(line)) await once(deflate, 'drain');
  deflate.end();
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 16;
  header[9] = 6;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', await packed), chunk('IEND', Buffer.alloc(0))]);
}

describe('an image that takes long to decode', () => {
  it('ends when its time is over, and is too large', async () => {
    const png = await aSlowPng();
    const timed = async <T>(work: Promise<T>) => {
      const from = performance.now();
      const result = await work.catch((error: { code: string }) => error.code);
      return { result, ms: performance.now() - from };
    };
    const ended = await timed(decode(png, 1));
    const whole = await timed(decode(png, 100));
    expect([ended.result, whole.result]).toMatchObject(['image_too_large', { width: 10_000, height: 10_000 }]);
    expect(ended.ms).toBeLessThan(whole.ms);
  }, 60_000);
});
