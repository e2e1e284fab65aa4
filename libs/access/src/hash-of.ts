import { createHash } from 'node:crypto';

/** How secrets of at least 128 random bits are stored: SHA-256, hexadecimal. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
