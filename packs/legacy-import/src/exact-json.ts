declare global {
  interface JSON {
    rawJSON(text: string): object;
    isRawJSON(value: unknown): value is { rawJSON: string };
  }
}

/** Parses JSON without losing digits: a number that JavaScript cannot represent is written back as it was read. */
export const parseExactly = (text: string): unknown => JSON.parse(text, exactly as never);

const exactly = (_key: string, value: unknown, { source }: { source?: string }): unknown =>
  typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value;

/** A row with plain values in its own columns: a number, or the digits of a whole number that would lose some. */
export const rowOf = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, JSON.isRawJSON(value) ? plain(value.rawJSON) : value]),
  );

function plain(source: string): number | string {
  const value = Number(source);
  const losesDigits = /^-?\d+$/.test(source) && !Number.isSafeInteger(value);
  return losesDigits || !Number.isFinite(value) ? source : value;
}
