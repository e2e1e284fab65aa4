import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Derived from the API key, of which only another hash is stored. Only the holder can compute it. */
const secretOf = (apiKey: string): Buffer => createHash('sha256').update(`idempotency ${apiKey}`).digest();

/** Encrypts for the holder of the API key. Layout: iv, tag, cipher text. */
export function seal(text: string, apiKey: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, secretOf(apiKey), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** @throws Error for another API key, or altered bytes */
export function unseal(bytes: Buffer, apiKey: string): string {
  const decipher = createDecipheriv(ALGORITHM, secretOf(apiKey), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}
