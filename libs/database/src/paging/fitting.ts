/** An answer has at most 4 MB. The rest of it (names of fields, brackets) fits into the difference. */
const PAGE_BYTES = 3_800_000;

/** In JSON no character takes more than six bytes, and no number or date more than this. */
const MOST_OF_A_CHARACTER = 6;
const MOST_OF_A_SCALAR = 32;

/** How many of the first rows fit into a page; at least one. Nothing behind them is turned into JSON. */
export function fitting(rows: readonly object[], more: readonly number[]): number {
  const most = rows.reduce<number>((sum, row, i) => sum + mostOf(row as Record<string, unknown>) + (more[i] ?? 0), 0);
  if (most <= PAGE_BYTES) return rows.length;
  let bytes = 0;
  const end = rows.findIndex(
    (row, i) => (bytes += Buffer.byteLength(JSON.stringify(row)) + (more[i] ?? 0)) > PAGE_BYTES,
  );
  return end === -1 ? rows.length : Math.max(1, end);
}

/** An upper bound of the bytes of a row in JSON. It is usually enough, and costs little. */
function mostOf(row: Readonly<Record<string, unknown>>): number {
  let bytes = 0;
  for (const name in row) {
    const value = row[name];
    bytes += name.length + MOST_OF_A_SCALAR;
    if (typeof value === 'string') bytes += value.length * MOST_OF_A_CHARACTER;
    else if (typeof value === 'object' && value !== null && !(value instanceof Date))
      bytes += Buffer.byteLength(JSON.stringify(value));
  }
  return bytes;
}
