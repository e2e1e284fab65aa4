/**
 * Whether PostgreSQL can store the text unchanged: no NUL, no lone surrogate (the driver would replace it silently).
 */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
