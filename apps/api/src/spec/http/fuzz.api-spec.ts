import { Agent, request as httpRequest } from 'node:http';
import { DataSource } from 'typeorm';
import fc from 'fast-check';
import { problems } from '@trellis/all';
import { LinkSweeper } from '@trellis/clustering/testing';
import { EventRelay } from '@trellis/events';
import { ApiKeys } from '@trellis/access';
import { requestsOf, type FuzzRequest, type OpenApi } from '../support/fuzz-requests.spec-support.ts';
import { isKnownId } from '../support/fuzz-values.spec-support.ts';
import { aLibrary, aLinkedRun, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

const REQUESTS = 20_000;
const REFRESH = 250;

interface Answer {
  status: number;
  type: string;
  text: string;
}

/** Everything but text as JSON: objects may have a `toString` that is no function. */
const inAddress = (value: unknown): string =>
  encodeURIComponent((typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')).toWellFormed());

describe(`${REQUESTS} invalid requests`, () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  // Registered first: an idle connection would keep the server from closing.
  afterAll(() => agent.destroy());
  const app = useApp();
  let document: OpenApi;
  let operator: string;
  const ids: Record<string, string[]> = {};
  let sent = 0;
  const seen = { refused: 0, done: 0, operations: new Set<string>() };

  beforeAll(async () => {
    document = (await app.raw('get', '/docs/openapi.json')).body as OpenApi;
    operator = (await app.app.get(ApiKeys).create({ name: 'operator', role: 'operator' }, 'test')).key;
    for (let i = 0; i < 3; i += 1) {
      const library = await aLibrary(app);
      await aLinkedRun(app, library);
      await aPreparedRun(app, library, { candidates: 3 });
    }
    // From here on only the requests change anything.
    await app.app.get(EventRelay).beforeApplicationShutdown();
    await app.app.get(LinkSweeper, { strict: false }).beforeApplicationShutdown();
    await createSnapshot(app.dataSource);
  }, 60_000);
  /** The ids of existing objects, by the words of the paths and fields that refer to them. */
  const refreshIds = async () => {
    const tables = {
      persona: 'personas',
      pillar: 'content_pillars',
      cluster: 'clusters',
      pipeline: 'pipelines',
      step: 'pipeline_steps',
      run: 'pipeline_runs',
      candidate: 'image_candidates',
      photo: 'photos',
    };
    for (const [thing, table] of Object.entries(tables)) {
      const rows = await app.dataSource.query<{ id: string }[]>(`select id from ${table} order by random() limit 20`);
      ids[thing] = rows.map(({ id }) => id);
    }
  };

  /** `/runs/{id}` means a run, `parentId` a candidate; an ambiguous name may be any of them. */
  const resolve = (value: unknown, hint: string): unknown => {
    if (isKnownId(value)) {
      const thing = /parent|winner|candidate/i.test(hint)
        ? 'candidate'
        : Object.keys(ids).find((name) => hint.toLowerCase().includes(name));
      const pool = ids[thing ?? Object.keys(ids)[value.known % 8] ?? ''] ?? [];
      return pool[value.known % (pool.length || 1)] ?? '01890a5d-ac96-774b-bcce-b302099a8fff';
    }
    if (Array.isArray(value)) return value.map((one) => resolve(one, hint));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolve(one, name)]));
  };

  const send = ({ method, path, parameters, query, body, headers }: FuzzRequest): Promise<Answer> => {
    let word = '';
    const filled = path
      .split('/')
      .map((piece) => {
        const name = /^\{(\w+)\}$/.exec(piece)?.[1];
        if (!name) return (word = piece);
        return inAddress(resolve(parameters[name], name === 'id' ? word : name));
      })
      .join('/');
    const search = query.map(([name, value]) => [name, resolve(value, name)].map(inAddress).join('='));
    const text = typeof body?.content === 'string' ? body.content : body && JSON.stringify(resolve(body.content, ''));
    const content = Buffer.from(text ?? '', body?.type.startsWith('multipart') ? 'latin1' : 'utf8');
    return new Promise((done, fail) => {
      const outgoing = httpRequest({
        agent,
        method,
        host: '127.0.0.1',
        port: (app.app.getHttpServer().address() as { port: number }).port,
        path: filled + (search.length > 0 ? `?${search.join('&')}` : ''),
        headers: {
          authorization: `Bearer ${method === 'DELETE' && sent % 3 > 0 ? operator : app.key}`,
          ...(body && { 'content-type': body.type, 'content-length': String(content.length) }),
          ...headers,
        },
      });
      outgoing.on('error', fail).on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          done({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      outgoing.end(content);
    });
  };

  const rows = async () => (await app.dataSource.query<[{ state: string }]>('select snapshot() as state'))[0].state;

  it('are answered without 5xx, refused with problems, and change no row when refused', async () => {
    let before: string | undefined;
    await fc.assert(
      fc.asyncProperty(requestsOf(document), async (request) => {
        if (sent % REFRESH === 0) await refreshIds();
        sent += 1;
        // A refused sign-in is audited.
        const writes = request.method !== 'GET' && request.operation !== 'signIn';
        if (request.operation === 'signIn') before = undefined;
        if (writes) before ??= await rows();
        const answer = await send(request);
        seen.operations.add(request.operation);
        if (answer.status < 400) {
          seen.done += 1;
          if (writes) before = undefined;
          return;
        }
        seen.refused += 1;
        expect(answer.status).toBeLessThan(500);
        expect(answer.type).toMatch(/^application\/problem\+json/);
        const problem = JSON.parse(answer.text) as { code: string; status: number };
        expect(problems.map(({ code }) => code)).toContain(problem.code);
        expect(problem.status).toBe(answer.status);
        if (writes) expect(await rows()).toBe(before);
      }),
      { numRuns: REQUESTS, endOnFailure: true },
    );
    expect((await app.raw('get', '/readyz')).status).toBe(200);
    expect(seen.operations.size).toBe(Object.values(document.paths).flatMap((item) => Object.keys(item)).length);
    expect(seen.done).toBeGreaterThan(REQUESTS / 50);
    expect(seen.refused).toBeGreaterThan(REQUESTS / 2);
  }, 900_000);
});

/**
 * A function with one text that changes with any row of any table and any event, except the last use of a key and the
 * stored answers. PL/pgSQL keeps the plan of a connection: planning takes longer than counting.
 */
async function createSnapshot(dataSource: DataSource): Promise<void> {
  const tables = await dataSource.query<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('idempotency_keys', 'audit_seals') order by 1`,
  );
  // Each change leaves a row with the number of its transaction, which costs less to compare than the row.
  const versions = (table: string) => `(select concat(count(*), ' ', sum(xmin::text::bigint)) from ${table})`;
  const keys = `(select md5(string_agg((to_jsonb(k) - '{last_used_at,updated_at}'::text[])::text, '|' order by id)) from api_keys k)`;
  const names = tables.map(({ name }) => name).filter((name) => name !== 'api_keys');
  const state = `concat_ws(',', ${[...names, 'pgboss.job'].map(versions).join(', ')}, ${keys})`;
  await dataSource.query(
    `create function snapshot() returns text language plpgsql as $$ begin return ${state}; end $$`,
  );
}
