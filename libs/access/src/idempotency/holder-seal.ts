import { createDecipheriv, createHash } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

const secretOf = (apiKey: string): Buffer => createHash('sha256').update(`idempotency ${apiKey}`).digest();

/**
 * Opens an answer that an earlier release sealed with the holder's key. Layout: iv, tag, cipher text. Such answers are
 * at most 24 hours old, so this can go with the release after next.
 * @throws Error for another API key, or altered bytes
 */
export function unseal(bytes: Buffer, apiKey: string): string {
  const decipher = createDecipheriv('aes-256-gcm', secretOf(apiKey), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}
