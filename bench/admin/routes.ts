import { ListClient } from '../lists.client.ts';
import { listLibrary } from '../lists.library.ts';
import { flat, type PathOf } from '../lists.ts';
import type { BenchPostgres, Rows } from '../support.ts';

const SMALL = 1_000;
const LARGE = 1_000_000;

/** What the pages ask for, besides the lists that `lists` measures. `run 77` is in many names, `run 777` in fewer. */
const routes: readonly (readonly [name: string, path: PathOf])[] = [
  ['/overview', () => '/overview'],
  ['/overview/runs', () => '/overview/runs'],
  ['/overview/runs?q=, many found', () => '/overview/runs?q=run+77'],
  ['/runs?q=, one found', () => '/runs?q=run+777&limit=1'],
  ['/runs?q=, none found', () => '/runs?q=nothing+like+this'],
  ['/personas?q=', () => '/personas?q=persona'],
  ['/personas/:id/clusters?q=', ({ personaId }) => `/personas/${personaId}/clusters?q=cluster`],
  ['/search?q=', () => '/search?q=run+777'],
  ['/photos?fields=id', () => '/photos?fields=id&limit=200'],
  ['/links?personaId=', ({ personaId }) => `/links?personaId=${personaId}`],
  ['/photos?total=true', () => '/photos?total=true'],
];

/** The routes of the pages, with a million photos and runs over a thousand. */
export async function adminRoutes(postgres: BenchPostgres): Promise<Rows> {
  const [small, large] = [await listLibrary(postgres, SMALL), await listLibrary(postgres, LARGE)];
  const [few, many] = [await ListClient.start('app', small.url), await ListClient.start('app', large.url)];
  const rows: Rows = [];
  for (const [name, path] of routes)
    rows.push(
      await flat(
        name,
        () => many.time(path(large)),
        () => few.time(path(small)),
      ),
    );
  for (const server of [few, many]) await server.stop();
  return rows;
}
