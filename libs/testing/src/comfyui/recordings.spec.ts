import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeComfy } from './fake-comfy.ts';

interface Exchange {
  note?: string;
  method: string;
  path: string;
  body?: unknown;
  raw?: string;
  /** `fill`: the value of each byte, where files of one name differ. */
  form?: Record<string, string | { filename: string; bytes: number; fill?: number }>;
  headers?: Record<string, string>;
  status: number;
  type?: string;
  shape?: unknown;
}
interface Recording {
  name: string;
  version: '0.33.0' | '0.3.64';
  exchanges: Exchange[];
}

const recordings = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recordings.json'), 'utf8'),
) as readonly Recording[];

/** Everything that the fake answers is as it was recorded. Recorded servers may answer more. */
function mistakes(fake: unknown, recorded: unknown, path = ''): string[] {
  if (typeof recorded === 'object' && recorded !== null && '=' in recorded)
    return fake === recorded['=']
      ? []
      : [`${path}: ${JSON.stringify(fake)} instead of ${JSON.stringify(recorded['='])}`];
  if (Array.isArray(recorded)) {
    if (!Array.isArray(fake)) return [`${path} is no list`];
    return recorded.length === 0 ? [] : fake.slice(0, 1).flatMap((one) => mistakes(one, recorded[0], `${path}[]`));
  }
  if (typeof recorded === 'object' && recorded !== null) {
    if (typeof fake !== 'object' || fake === null) return [`${path} is no object`];
    const known = recorded as Record<string, unknown>;
    return Object.entries(fake).flatMap(([key, value]) => {
      const name = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key) ? '*' : key;
      return name in known ? mistakes(value, known[name], `${path}.${name}`) : [`${path}.${key} was never recorded`];
    });
  }
  const type = fake === null ? 'null' : typeof fake;
  return recorded === 'null' || type === recorded ? [] : [`${path} is ${type} instead of ${String(recorded)}`];
}

describe('the fake ComfyUI answers as recorded', () => {
  it.each(recordings.map((recording) => [recording.name, recording] as const))(
    '%s',
    async (_name, { version, exchanges }) => {
      const fake = await FakeComfy.start({ version });
      const found: string[] = [];
      for (const [n, exchange] of exchanges.entries()) {
        if (exchange.note === 'deleted') {
          fake.server.files.delete({ filename: 'same_00001_.png', subfolder: 'cache', type: 'output' });
          continue;
        }
        await rest(fake);
        const answer = await ask(fake, exchange);
        const { method, path, status, type, shape } = exchange;
        const text = answer.headers.get('content-type')?.startsWith('image/') ? '' : await answer.text();
        const what = `${n} ${method} ${path}`;
        if (answer.status !== status)
          found.push(`${what}: ${answer.status} instead of ${status} ${text.slice(0, 200)}`);
        else if (type !== undefined && method !== 'HEAD' && answer.headers.get('content-type') !== type)
          found.push(`${what}: ${answer.headers.get('content-type')} instead of ${type}`);
        else if (shape !== undefined) found.push(...mistakes(JSON.parse(text), shape).map((one) => `${what} ${one}`));
      }
      await fake.stop();
      expect(found).toEqual([]);
    },
  );
});

/** Until nothing waits and nothing runs. */
async function rest({ server }: FakeComfy): Promise<void> {
  while (server.remaining > 0) await new Promise((resolve) => setImmediate(resolve));
}

function ask(fake: FakeComfy, { method, path, body, raw, form, headers }: Exchange): Promise<Response> {
  const sent = form ? formOf(form) : (raw ?? (body === undefined ? undefined : JSON.stringify(body)));
  return fetch(fake.url + path, { method, headers, body: method === 'GET' || method === 'HEAD' ? undefined : sent });
}

function formOf(fields: NonNullable<Exchange['form']>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value.bytes).fill(value.fill ?? 0)]), value.filename);
  return form;
}
