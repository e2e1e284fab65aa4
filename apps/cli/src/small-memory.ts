import { join } from 'node:path';

/**
 * A command reads a hundred thousand rows in pages and keeps none of them, but on a large machine V8 lets twice as much
 * garbage lie as the pages are worth (bench/backfill.ts: 293 MB at its peak, 165 MB with these). V8 takes them only as it starts.
 */
const FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=20'];

/** Before anything else is loaded: becomes itself, with these flags. The process stays the same one, so do its signals and streams. */
if (process.execve && !process.execArgv.includes(FLAGS[0] as string)) {
  const [node, main] = [process.execPath, join(import.meta.dirname, 'main.js')];
  process.execve(node, [node, ...FLAGS, ...process.execArgv, main, ...process.argv.slice(2)]);
}
