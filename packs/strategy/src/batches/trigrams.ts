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

/** How much of the shorter text the longer one has: 0 to 1. */
export function overlapOf(one: string, other: string): number {
  const [a, b] = [trigramsOf(one), trigramsOf(other)];
  const least = Math.min(a.size, b.size);
  return least === 0 ? 0 : [...a].filter((part) => b.has(part)).length / least;
}
