// Loaded into a server by --import: ends it with SIGKILL when a link, a rendition, a move of an original or a post reaches a named point.
import { subscribe } from 'node:diagnostics_channel';
import { openSync, writeSync } from 'node:fs';

const { CRASH_POINT, CRASH_NTH, CRASH_MARKER } = process.env;
let left = Number(CRASH_NTH ?? 1);

function passed(point: string): void {
  if (point !== CRASH_POINT || --left > 0 || !first()) return;
  writeSync(2, `\nkilled at ${point}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** Of several servers that wait for the same point only one dies: the one that creates the marker. */
function first(): boolean {
  if (!CRASH_MARKER) return true;
  try {
    openSync(CRASH_MARKER, 'wx');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Uploads use the store too. Only what happens between a link's file and its photo counts. */
let inHand = 0;
subscribe('trellis.link', (message) => {
  const { point } = message as { point: string };
  if (point === 'file-read') inHand += 1;
  if (point === 'committed') inHand -= 1;
  passed(point);
});
subscribe('trellis.storage', (message) => {
  const { operation, result } = message as { operation: string; result: string };
  if (inHand > 0 && result === 'ok') passed(operation);
});
subscribe('trellis.original-move', (message) => passed(`original-move-${(message as { point: string }).point}`));
subscribe('trellis.post', (message) => passed(`post-${(message as { point: string }).point}`));
subscribe('trellis.publish', (message) => passed(`publish-${(message as { step: string }).step}`));
subscribe('trellis.rendition', (message) => passed(`rendition-${(message as { point: string }).point}`));
