import { v7 } from 'uuid';

/** A fresh id: UUIDv7 (RFC 9562), so that ids made later sort later and indexes grow at their end. */
export const newId = (): string => v7();
