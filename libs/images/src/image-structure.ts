import { crc32 } from 'node:zlib';
import type { ImageType } from './image-type.ts';

/**
 * The fault of the container; undefined when there is none. A decoder accepts truncated or altered files: it skips
 * damaged text chunks and shows half an image. Permanent images must be complete.
 */
export const structuralFault = (type: ImageType, bytes: Buffer): string | undefined =>
  ({ 'image/png': pngFault, 'image/jpeg': jpegFault, 'image/webp': webpFault })[type](bytes);

/** Signature, then chunks of length, type, data, CRC32 (over type and data) up to IEND. */
function pngFault(bytes: Buffer): string | undefined {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return 'truncated';
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4))
      return `wrong checksum in ${printable(type)}`;
    if (type === 'acTL') return 'animated';
    if (type === 'IEND') return undefined;
    at = end;
  }
  return 'truncated';
}

const printable = (type: string) => type.replace(/[^A-Za-z]/g, '?');

/** SOI at the start, EOI at the end. Zero bytes after it are padding that some writers add. */
function jpegFault(bytes: Buffer): string | undefined {
  let end = bytes.length;
  while (end > 2 && bytes[end - 1] === 0) end -= 1;
  return bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9 ? undefined : 'truncated';
}

/** The RIFF length counts everything after its own field, padded to an even number. */
const webpFault = (bytes: Buffer): string | undefined =>
  bytes.length >= 12 && bytes.readUInt32LE(4) + 8 <= bytes.length ? undefined : 'truncated';
