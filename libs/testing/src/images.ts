import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

const noise = (width: number, height: number) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });

/** A small PNG, different each time. */
export const aPng = ({ width = 32, height = 24 } = {}): Promise<Buffer> => noise(width, height).png().toBuffer();
export const aJpeg = ({ width = 32, height = 24 } = {}): Promise<Buffer> => noise(width, height).jpeg().toBuffer();
export const aWebp = (): Promise<Buffer> => noise(32, 24).webp().toBuffer();

/** Two frames. */
export const anAnimatedWebp = (): Promise<Buffer> =>
  sharp(randomBytes(16 * 32 * 3), { raw: { width: 16, height: 32, channels: 3, pageHeight: 16 } })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  const sum = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/**
 * A valid black-and-white PNG of any size in pixels, padded with a private chunk to at least `byteSize` bytes. Fast.
 */
export function pngOfBytes(byteSize: number, { width = 64, height = 64 } = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const pixels = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  const padding = randomBytes(Math.max(16, byteSize - pixels.length - 100));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('prVt', padding),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The PNG with a text chunk, as ComfyUI writes its prompt. */
export const withText = (png: Buffer, keyword: string, text: string): Buffer =>
  Buffer.concat([png.subarray(0, -12), chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1')), png.subarray(-12)]);
