import { listLibrary, type ListLibrary } from './lists.library.ts';
import { ListClient } from './lists.client.ts';
import { sweeps } from './sweep.ts';
import { median, percentile, type BenchPostgres, type Rows } from './support.ts';

const SMALL = 1_000;
const LARGE = 1_000_000;
const ROUNDS = 7;
const REQUESTS = 200;

export type PathOf = (library: ListLibrary) => string;

const every: readonly (readonly [name: string, path: PathOf])[] = [
  ['/photos', () => '/photos'],
  ['/photos?clusterId=', ({ clusterId }) => `/photos?clusterId=${clusterId}`],
  ['/runs', () => '/runs'],
  ['/links', () => '/links'],
  ['/personas/:id/clusters', ({ personaId }) => `/personas/${personaId}/clusters`],
  ['/clusters/:id/photos', ({ clusterId }) => `/clusters/${clusterId}/photos`],
  ['/clusters/:id/runs', ({ clusterId }) => `/clusters/${clusterId}/runs`],
];

const filtered: readonly (readonly [name: string, path: PathOf])[] = [
  ['/photos?posted=true', () => '/photos?posted=true'],
  ['/photos?posted=true&personaId=', ({ personaId }) => `/photos?posted=true&personaId=${personaId}`],
  ['/photos?posted=true&clusterId=', ({ clusterId }) => `/photos?posted=true&clusterId=${clusterId}`],
  ['/runs, with a run of 10,000 candidates', () => '/runs'],
  ['/runs?clusterId=none', () => '/runs?clusterId=none'],
  ['/links?state=failed', () => '/links?state=failed'],
];

/** Lists of a million rows: over Fastify and pg alone with the same statements, and over the same lists of a thousand. */
export async function lists(postgres: BenchPostgres): Promise<Rows> {
  const [small, large] = [await listLibrary(postgres, SMALL), await listLibrary(postgres, LARGE)];
  const servers = await Promise.all([small, large].map(({ url }) => ListClient.start('app', url)));
  const [few, many] = servers as [ListClient, ListClient];
  const statements: string[] = [];
  for (const [, path] of every) statements.push(JSON.stringify(await many.statementsOf(path(large))));
  const raw = await ListClient.start('raw', large.url, ...statements);
  const rows: Rows = [];
  for (const [i, [name, path]] of every.entries())
    rows.push(
      await overRaw(
        name,
        () => many.rate(path(large)),
        () => raw.rate(`/${i}`),
      ),
    );
  for (const [name, path] of filtered)
    rows.push(
      await flat(
        name,
        () => many.time(path(large)),
        () => few.time(path(small)),
      ),
    );
  rows.push(await scrape(many), await sweeps(large.url, small.url));
  for (const server of [...servers, raw]) await server.stop();
  return rows;
}

export type Measure = () => Promise<number>;

async function overRaw(name: string, ours: Measure, theirs: Measure): Promise<string[]> {
  const rates: [number, number][] = [];
  for (const measure of [ours, theirs, ours, theirs]) await measure();
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = await (round % 2 ? ours : theirs)();
    const second = await (round % 2 ? theirs : ours)();
    rates.push(round % 2 ? [first, second] : [second, first]);
  }
  const [us, them] = [median(rates.map(([rate]) => rate)), median(rates.map(([, rate]) => rate))];
  const ratio = median(rates.map(([mine, plain]) => mine / plain));
  return [
    `GET ${name}, 1,000,000 rows`,
    `${us.toFixed(0)} / ${them.toFixed(0)} a second`,
    ratio.toFixed(2),
    'at least 0.7',
  ];
}

export async function flat(name: string, large: Measure, small: Measure): Promise<string[]> {
  const times: [number, number][] = [];
  for (let i = 0; i < REQUESTS; i += 1) times.push([await large(), await small()]);
  const [ours, theirs] = [0, 1].map((at) =>
    percentile(
      times.map((pair) => pair[at] as number),
      50,
    ),
  ) as [number, number];
  const what = `${ours.toFixed(2)} / ${theirs.toFixed(2)} ms`;
  return [`GET ${name}, 1,000,000 over 1,000 rows`, what, (ours / theirs).toFixed(2), 'at most 1.2'];
}

/** An answer is kept for a second, so each scrape waits for longer. */
async function scrape(server: ListClient): Promise<string[]> {
  const times: number[] = [];
  for (let i = 0; i < 6; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    times.push(await server.time('/../../metrics'));
  }
  return ['GET /metrics, 1,000,000 links', `${median(times.slice(1)).toFixed(1)} ms`, '–', 'at most 20 ms'];
}
