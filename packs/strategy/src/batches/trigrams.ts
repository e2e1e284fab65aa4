const LENGTH = 3;

/** Groups of three characters, without case, words apart. */
function trigramsOf(text: string): Set<string> {
  const words = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  return new Set(
    Array.from({ length: Math.max(0, words.length - LENGTH + 1) }, (_, at) => words.slice(at, at + LENGTH)),
  );
}

/** How much of a new text an existing one has: 0 to 1. */
export function overlapOf(existing: string, added: string): number {
  const [known, own] = [trigramsOf(existing), trigramsOf(added)];
  return own.size === 0 ? 0 : [...own].filter((part) => known.has(part)).length / own.size;
}
