const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };
type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const parse = JSON.parse as unknown as (text: string, reviver: Reviver) => unknown;

/** A number that was kept as it was written, or any other value. */
export const numberOf = (value: unknown): number =>
  Number(typeof value === 'object' && value !== null && 'rawJSON' in value ? value.rawJSON : value);

/** JSON whose large numbers stay as they were written: seeds have 64 bits. @throws SyntaxError */
export const parseExact = (text: string): unknown =>
  parse(text, (_key, value, { source = '' }) =>
    typeof value === 'number' && /^-?\d{16,}$/.test(source) ? rawJSON(source) : value,
  );
