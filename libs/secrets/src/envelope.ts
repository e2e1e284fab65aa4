import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const VERSION_BYTES = 8;
const FORMAT = 1;
const WRAPPED_BYTES = IV_BYTES + TAG_BYTES + KEY_BYTES;
const HEAD_BYTES = 1 + VERSION_BYTES;

/** Where a sealed value stands. Elsewhere it does not open. */
export interface Place {
  table: string;
  /** Identifies the row. */
  row: string;
  column: string;
}

const additional = ({ table, row, column }: Place, version: Buffer): Buffer =>
  Buffer.from(JSON.stringify([table, row, column, version.toString('hex')]));

function encrypt(plain: Buffer, key: Buffer, about: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(about);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function decrypt(bytes: Buffer, key: Buffer, about: Buffer): Buffer {
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(about).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

/**
 * AES-256-GCM with a data key of its own, which the master key encrypts. Layout: format (1 byte), version of the master
 * key (8), data key (60), value; the last two as iv (12), tag (16) and cipher text.
 */
export function sealWith(key: MasterKey, plain: Buffer, place: Place): Buffer {
  const dataKey = randomBytes(KEY_BYTES);
  const about = additional(place, key.version);
  const head = Buffer.concat([Buffer.of(FORMAT), key.version]);
  return Buffer.concat([head, encrypt(dataKey, key.bytes, about), encrypt(plain, dataKey, about)]);
}

/** @throws Error for another place, another key or altered bytes */
export function openWith(key: MasterKey, sealed: Buffer, place: Place): Buffer {
  if (sealed[0] !== FORMAT) throw new RangeError('a sealed value of an unknown format');
  const about = additional(place, key.version);
  const dataKey = decrypt(sealed.subarray(HEAD_BYTES, HEAD_BYTES + WRAPPED_BYTES), key.bytes, about);
  return decrypt(sealed.subarray(HEAD_BYTES + WRAPPED_BYTES), dataKey, about);
}

/** The version of the master key that sealed the value. */
export const versionOf = (sealed: Buffer): Buffer => sealed.subarray(1, HEAD_BYTES);

/** The same in SQL, for a column of type bytea. */
export const versionSql = (column: string): string => `substring(${column} from 2 for ${VERSION_BYTES})`;
