import { v7 } from 'uuid';

/** A new UUIDv7 (RFC 9562). Later ids sort later, so indexes grow at their end. */
export const newId = (): string => v7();
