import { join } from 'node:path';

/**
 * A command reads a hundred thousand rows in pages and keeps none. On a large machine V8 lets garbage grow to twice the
 * size of the pages (bench/backfill.ts: peak of 293 MB, 165 MB with these flags). V8 accepts them only at its start.
 */
const FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=20'];

/**
 * Called before anything else is loaded: replaces the process by itself with these flags. Process id, signals and
 * streams stay the same.
 */
if (process.execve && !process.execArgv.includes(FLAGS[0] as string)) {
  const [node, main] = [process.execPath, join(import.meta.dirname, 'main.js')];
  process.execve(node, [node, ...FLAGS, ...process.execArgv, main, ...process.argv.slice(2)]);
}
