import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Recording {
  name: string;
  exchanges: { method: string; path: string; status: number; body?: { prompt?: unknown; prompt_id?: unknown } }[];
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isObject = (value: unknown) => typeof value === 'object' && value !== null;

/** What real servers were asked to execute under ids like ours in this recording, as JSON text, and their status. */
export function recordedGraphs(name: string): { status: number; graph: string }[] {
  const file = readFileSync(join(import.meta.dirname, 'recordings.json'), 'utf8');
  const recording = (JSON.parse(file) as Recording[]).find((one) => one.name === name);
  if (!recording) throw new Error(`There is no recording ${name}`);
  return recording.exchanges
    .filter(({ path, body }) => path === '/prompt' && ID.test(String(body?.prompt_id)) && isObject(body?.prompt))
    .map(({ status, body }) => ({ status, graph: JSON.stringify(body?.prompt) }));
}
