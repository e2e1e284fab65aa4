import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { inspectImage } from './inspect-image.ts';

const noise = (width = 40, height = 30) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
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
