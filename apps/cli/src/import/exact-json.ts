declare global {
  interface JSON {
    rawJSON(text: string): object;
    isRawJSON(value: unknown): value is { rawJSON: string };
  }
}

/** Parsed with every digit of its numbers: what a number of JavaScript cannot hold is written again as it was. */
export const parseExactly = (text: string): unknown => JSON.parse(text, exactly as never);

const exactly = (_key: string, value: unknown, { source }: { source?: string }): unknown =>
  typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value;

/** A row whose own columns are plain numbers: only what is inside of them keeps every digit. */
export const rowOf = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, JSON.isRawJSON(value) ? Number(value.rawJSON) : value]),
  );
