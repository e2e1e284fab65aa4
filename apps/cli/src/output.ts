/** Prints one result: JSON with --json, lines without. Messages go to stderr, so stdout is only the result. */
export function printResult(json: boolean | undefined, result: unknown, lines: readonly string[]): void {
  const text = json ? JSON.stringify(result) : lines.join('\n');
  if (text) process.stdout.write(`${text}\n`);
}
