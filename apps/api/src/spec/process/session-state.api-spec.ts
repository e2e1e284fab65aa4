import { loadConfig } from '@trellis/config';
import { freshDatabase, onServer } from '@trellis/testing';
import { startDatabase } from '../../start-database.ts';
import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { RunningApp } from '../support/running-app.spec-support.ts';

interface Page {
  items: { createdAt: string; active: boolean; weight: number; eloScore: number; voteCount: number }[];
}

const changeDefault = async (url: string, setting: string): Promise<string> => {
  await onServer(`alter database ${new URL(url).pathname.slice(1)} set ${setting}`);
  return url;
};

const tally = (statuses: readonly number[]) =>
  Object.fromEntries([...new Set(statuses)].map((status) => [status, statuses.filter((s) => s === status).length]));

describe.each([
  `datestyle = 'SQL, DMY'`,
  `datestyle = 'Postgres, DMY'`,
  `datestyle = 'German, DMY'`,
  `default_transaction_isolation = 'repeatable read'`,
  `default_transaction_isolation = 'serializable'`,
])('on a database with %s', (setting) => {
  const app = new RunningApp();
  beforeAll(() => app.start({ works: false, way: (url) => changeDefault(url, setting) }));
  afterAll(() => app.stop());

  it('lists have ISO dates, weights stay within 100, and every vote counts once', async () => {
    const library = await aLibrary(app);
    const pillars = `/personas/${library.personaId}/pillars`;
    const created = await Promise.all(
      Array.from({ length: 12 }, (_, i) => app.call('post', pillars, { name: `p ${i}`, weight: 20 })),
    );
    expect(tally(created.map(({ status }) => status))).toEqual({ 201: 3, 409: 9 });
    const { items } = await app.ok<Page>('get', pillars);
    expect(items.filter(({ active }) => active).reduce((sum, { weight }) => sum + weight, 0)).toBe(100);

    const { runId, candidateIds } = await aPreparedRun(app, library, { candidates: 6, winner: false });
    const pairs = candidateIds.flatMap((a, i) => candidateIds.slice(i + 1).map((b) => [a, b]));
    const votes = await Promise.all(
      pairs.map(([candidateA, candidateB]) =>
        app.call('post', `/runs/${runId}/votes`, { candidateA, candidateB, outcome: 'a' }),
      ),
    );
    expect(tally(votes.map(({ status }) => status))).toEqual({ 201: 15 });
    const candidates = await app.ok<Page>('get', `/runs/${runId}/candidates`);
    expect(candidates.items.map(({ voteCount }) => voteCount)).toEqual(Array(6).fill(5));
    const runs = await app.ok<Page>('get', '/runs');
    const times = runs.items.map(({ createdAt }) => createdAt);
    expect(times).toEqual([new Date(String(times[0])).toISOString()]);
  });
});

describe('the start on a database that cannot be used', () => {
  it('is refused with the cause and the cure', async () => {
    const database = await freshDatabase();
    await changeDefault(database.url, 'default_transaction_read_only = on');
    const start = startDatabase(loadConfig({ DATABASE_URL: database.url }), () => undefined);
    await expect(start).rejects.toThrow(
      'The database cannot be used. Transactions are read-only. Set default_transaction_read_only to off',
    );
    await database.drop();
  });
});
