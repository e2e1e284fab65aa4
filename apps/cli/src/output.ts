/** One result: for programs with --json, for people without. Messages go to stderr, so that stdout is the result alone. */
export function printResult(json: boolean | undefined, result: unknown, lines: readonly string[]): void {
  const text = json ? JSON.stringify(result) : lines.join('\n');
  if (text) process.stdout.write(`${text}\n`);
}
