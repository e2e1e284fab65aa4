import type { Items, Rest } from '@trellis/manifest';

const CLEAR_BAR = '\r\u001b[K';

/**
 * Prints a result that may be as long as the library. Each item is printed and dropped when it is known. With --json
 * everything is one object, which is closed also when the work fails.
 */
export async function printItems<T>(
  json: boolean | undefined,
  { name, lineOf }: Items<T>,
  work: (print: (item: T) => void) => Promise<Rest>,
): Promise<void> {
  const out = (text: string) => process.stdout.write(text);
  let opening = `{"${name}":[`;
  const print = (item: T) => {
    if (process.stderr.isTTY && process.stdout.isTTY) process.stderr.write(CLEAR_BAR);
    out(json ? `${opening}${JSON.stringify(item)}` : `${lineOf(item)}\n`);
    opening = ',';
  };
  const close = (rest: object) => out(`${opening === ',' ? '' : opening}],${JSON.stringify(rest).slice(1)}\n`);
  try {
    const { rest, summary } = await work(print);
    if (json) close(rest);
    else out(`${summary}\n`);
  } catch (error) {
    if (json && opening === ',') close({ brokenOff: true });
    throw error;
  }
}
