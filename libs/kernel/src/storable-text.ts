/**
 * Whether PostgreSQL can store the text unchanged: no NUL, no lone surrogate (the driver would replace it silently).
 */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** The nearest text that PostgreSQL can store: without NUL, and with U+FFFD for each lone surrogate. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '');
