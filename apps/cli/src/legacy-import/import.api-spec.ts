import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPng } from '@trellis/testing';
import { useCommandLibrary } from '../library.spec-support.ts';
import { legacyTables, type Imported } from './legacy-export.spec-support.ts';

describe('trellis import legacy', () => {
  const library = useCommandLibrary();
  let from: string;
  let images: string;

  beforeAll(async () => {
    from = join(library.dataDir, 'export');
    images = join(library.dataDir, 'candidates');
    await mkdir(from);
    for (const [table, rows] of Object.entries(legacyTables))
      await writeFile(join(from, `${table}.json`), JSON.stringify(rows));
    for (const file of ['a/one.png', 'b/two.png', 'c/twin.png', 'd/twin.png']) {
      await mkdir(join(images, file, '..'), { recursive: true });
      await writeFile(join(images, file), await aPng());
    }
  });

  const importing = (...more: string[]) =>
    library.json<Imported>('import', 'legacy', '--from', from, '--images', images, ...more);
  const count = async (table: string) =>
    (await library.one<{ n: number }>(`select count(*)::int as n from ${table}`)).n;
  let first: Imported;

  it('has a dry run with the same report that changes nothing', async () => {
    const rehearsal = await importing('--dry-run');
    expect(await count('pipeline_runs')).toBe(0);
    expect(library.hasObject('photos')).toBe(false);
    ({ result: first } = await importing());
    expect(rehearsal).toEqual({ code: 1, result: { ...first, dryRun: true } });
  }, 60_000);

  it('reports changed and dropped rows with reasons', () => {
    const notes = first.notes.map(({ table, legacyId, outcome, why }) => `${table} ${legacyId} ${outcome}: ${why}`);
    expect(notes.sort()).toEqual(
      [
        'clusters 4 dropped: its persona was not imported',
        'content_pillars 2 changed: not active: the weights would exceed 100',
        `image_candidates 1 mapped: /old/a/one.png → ${join(images, 'a/one.png')}`,
        `image_candidates 2 mapped: /old/b/two.png → ${join(images, 'b/two.png')}`,
        `photos 1 mapped: /old/a/one.png → ${join(images, 'a/one.png')}`,
        'image_candidates 2 changed: not the winner: the run has one already',
        'image_candidates 2 changed: score 900 → 984: from its votes',
        'image_candidates 3 changed: keeps its path: several files match equally well',
        'image_candidates 4 changed: keeps its path: no file has this ending',
        'image_candidates 4 changed: rejected: its parent is rejected',
        'personas 1 changed: is the persona “North Quay” that exists already',
        'personas 3 changed: without style: the value does not fit',
        'personas 3 changed: without topics, size_mix: Trellis has no field for it',
        'photos 2 dropped: it has no file: no file has this ending',
        'photos 3 changed: without its candidate: its run has a photo already',
        `photos 3 mapped: /old/a/one.png → ${join(images, 'a/one.png')}`,
        'pipeline_steps 12 changed: position 1 → 2: another step has it',
        'pillar_cluster_assignments 2 changed: not primary: the cluster has a primary pillar already',
        'pipeline_runs 2 changed: moved to the persona of its cluster',
        'pipeline_runs 2 changed: pending: the status “waiting” is unknown',
        'votes 2 dropped: the pair has a vote already',
        'votes 3 dropped: one of its candidates was not imported',
        'votes 4 dropped: the database refuses it (ck_votes_candidates)',
      ].sort(),
    );
  });

  it('exits 1 and counts the dropped runs, candidates, votes and photos', async () => {
    expect(first.dropped).toEqual({ runs: 0, candidates: 0, votes: 3, photos: 1 });
    const { code, stdout } = await library.run('import', 'legacy', '--from', from, '--images', images, '--dry-run');
    expect(code).toBe(1);
    expect(stdout).toContain('Dropped: 0 runs, 0 candidates, 3 votes, 1 photo.');
  }, 30_000);

  it('imports rows with the facts of their files', async () => {
    expect(
      await library.one(
        `select c.image_path, c.elo_score, c.vote_count, c.is_winner, c.width, r.status, r.completed_at, r.variables
         from image_candidates c join pipeline_runs r on r.id = c.run_id where c.legacy_id = '1'`,
      ),
    ).toEqual({
      image_path: join(images, 'a/one.png'),
      elo_score: 1016,
      vote_count: 1,
      is_winner: true,
      width: 32,
      status: 'completed',
      completed_at: new Date('2025-11-02T10:00:00Z'),
      variables: { prompt: 'p' },
    });
    expect(await library.one(`select caption_config, hashtag_strategy from personas where legacy_id = '3'`)).toEqual({
      caption_config: { tone: 'warm', maxLength: 120 },
      hashtag_strategy: { maxTags: 12, brandTags: ['pier'], strategyType: 'balanced' },
    });
    const statuses = 'select array_agg(status order by legacy_id) as all from clusters where legacy_id is not null';
    expect(await library.one(statuses)).toEqual({ all: ['active', 'archived', 'draft'] });
    const photo = `select p.provider, o.key from photos p join photo_objects o on o.photo_id = p.id where p.legacy_id = '1'`;
    const { provider, key } = await library.one<{ provider: string; key: string }>(photo);
    expect([provider, library.hasObject(key, 'private')]).toEqual(['instagram', true]);
    expect(await library.json('scores', 'check')).toMatchObject({ code: 0, result: { differences: [] } });
  }, 30_000);

  it('changes nothing the second time', async () => {
    const { result } = await importing();
    expect(Object.values(result.tables).map(({ created }) => created)).toEqual(Object.keys(result.tables).map(() => 0));
    expect(await count('photos')).toBe(2);
  }, 30_000);

  it.each([
    [['--from', '/nowhere'], 'must be a postgres:// URL or a folder; /nowhere does not exist'],
    [['--from', '.', '--images', '/nowhere'], '/nowhere does not exist'],
  ])(
    'exits 2 for %j with the reason',
    async (args, why) => {
      expect(await library.run('import', 'legacy', ...args)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(why),
      });
    },
    30_000,
  );
});
