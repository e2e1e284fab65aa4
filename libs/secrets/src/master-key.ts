import { createHash } from 'node:crypto';

/** A new key and the one before it. */
export const MASTER_KEYS = 2;

const KEY_BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;
const HEX = /^[0-9a-f]{64}$/i;

/** Keys in a setting or a file, separated by commas or space. What is no key stays a text. */
export const splitKeys = (text: string): (Buffer | string)[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((part) =>
      HEX.test(part) ? Buffer.from(part, 'hex') : BASE64.test(part) ? Buffer.from(part, 'base64') : part,
    );

/** A key that encrypts data keys. */
export interface MasterKey {
  bytes: Buffer;
  /** The first 8 bytes of the hash of the key: which key has sealed a value. */
  version: Buffer;
}

/** @param bytes 32 bytes */
export function masterKey(bytes: Buffer): MasterKey {
  if (bytes.length !== KEY_BYTES) throw new RangeError('a master key has 32 bytes');
  return { bytes, version: createHash('sha256').update('trellis master key').update(bytes).digest().subarray(0, 8) };
}
