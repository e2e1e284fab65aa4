import { crc32 } from 'node:zlib';
import type { ImageType } from './image-type.ts';

/**
 * The fault of the container; undefined when there is none. A decoder accepts truncated or altered files: it skips
 * damaged text chunks and shows half an image. Permanent images must be complete.
 */
export const structuralFault = (type: ImageType, bytes: Buffer): string | undefined =>
  ({ 'image/png': pngFault, 'image/jpeg': jpegFault, 'image/webp': webpFault })[type](bytes);

/** Each chunk costs a checksum, however small it is. */
const MOST_CHUNKS = 10_000;

/** Signature, then chunks of length, type, data, CRC32 (over type and data) up to IEND. */
function pngFault(bytes: Buffer): string | undefined {
  let at = 8;
  let chunks = 0;
  while (at + 12 <= bytes.length) {
    if ((chunks += 1) > MOST_CHUNKS) return `more than ${MOST_CHUNKS} chunks`;
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return 'truncated';
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4))
      return `wrong checksum in ${printable(type)}`;
    // acTL has the number of frames. With one, the image is shown as it is, unless fdAT holds another one.
    if ((type === 'acTL' && length >= 4 && bytes.readUInt32BE(at + 8) > 1) || type === 'fdAT') return 'animated';
    if (type === 'IEND') return undefined;
    at = end;
  }
  return 'truncated';
}

const printable = (type: string) => type.replace(/[^A-Za-z]/g, '?');

const EOI = 0xd9;
const SOS = 0xda;
/** Markers without a length: fill bytes, a stuffed zero, TEM, restarts and SOI. */
const isBare = (marker: number) => marker === 0xff || marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** SOI, then segments of marker and length, and scans, up to EOI. Cameras append clips and other data behind it. */
function jpegFault(bytes: Buffer): string | undefined {
  let at = 2;
  while (at + 4 <= bytes.length || bytes[at + 1] === EOI) {
    const marker = bytes[at] === 0xff ? (bytes[at + 1] as number) : undefined;
    if (marker === undefined) return 'damaged';
    if (marker === EOI) return undefined;
    if (isBare(marker)) at += marker === 0xff ? 1 : 2;
    else at += 2 + bytes.readUInt16BE(at + 2);
    if (marker === SOS) at = endOfScan(bytes, at);
  }
  return 'truncated';
}

/** The next marker that is no part of the scan. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1 && isBare(bytes[at + 1] ?? 0)) at = bytes.indexOf(0xff, at + (bytes[at + 1] === 0xff ? 1 : 2));
  return at === -1 ? bytes.length : at;
}

/** The RIFF length counts everything after its own field, padded to an even number. */
const webpFault = (bytes: Buffer): string | undefined =>
  bytes.length >= 12 && bytes.readUInt32LE(4) + 8 <= bytes.length ? undefined : 'truncated';
