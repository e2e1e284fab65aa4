// Loaded before a server (--import): ends it with SIGKILL the moment a link has come to a named point.
import { subscribe } from 'node:diagnostics_channel';
import { openSync, writeSync } from 'node:fs';

const { CRASH_POINT, CRASH_NTH, CRASH_MARKER } = process.env;
let left = Number(CRASH_NTH ?? 1);

function passed(point) {
  if (point !== CRASH_POINT || --left > 0 || !first()) return;
  writeSync(2, `\nkilled at ${point}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** Of several servers that wait for the same point only one dies: the one that makes the marker. */
function first() {
  if (!CRASH_MARKER) return true;
  try {
    openSync(CRASH_MARKER, 'wx');
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Uploads ask the store too; only what happens between a link's file and its photo counts. */
let inHand = 0;
subscribe('trellis.link', ({ point }) => {
  if (point === 'file-read') inHand += 1;
  if (point === 'committed') inHand -= 1;
  passed(point);
});
subscribe('trellis.storage', ({ operation, result }) => inHand > 0 && result === 'ok' && passed(operation));
