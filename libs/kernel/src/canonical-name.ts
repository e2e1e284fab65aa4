/** A name as it is stored and compared: Unicode NFC, no space at either end. */
export const canonicalName = (name: string): string => name.normalize('NFC').trim();
