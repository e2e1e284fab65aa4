import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { aPng } from '@trellis/testing';
import { useCommandLibraryPerTest } from '../library.spec-support.ts';
import type { Imported } from './legacy-export.spec-support.ts';

type Rows = Record<string, unknown[]>;

const candidate = (id: number, more: object = {}) => ({
  id,
  pipeline_run_id: 1,
  pipeline_step_id: 1,
  image_path: `/old/a/${id}.png`,
  status: 'active',
  ...more,
});
const base: Rows = {
  pipelines: [{ id: 1, name: 'still_life' }],
  pipeline_steps: [{ id: 1, pipeline_id: 1, name: 'Base', order: 1, comfy_workflow_json: '{}' }],
  pipeline_runs: [{ id: 1, pipeline_id: 1, name: 'study', status: 'completed', target_folder: 'x' }],
};

describe('trellis import legacy with unusual data', () => {
  const library = useCommandLibraryPerTest();
  let from: string;
  beforeEach(async () => {
    from = join(library.dataDir, 'export');
    await mkdir(from);
  });

  const write = async (tables: Rows) => {
    for (const [table, rows] of Object.entries({ ...base, ...tables }))
      await writeFile(join(from, `${table}.json`), JSON.stringify(rows));
  };
  const importing = async (tables: Rows, ...more: string[]) => {
    await write(tables);
    const { code, result } = await library.json<Imported>('import', 'legacy', '--from', from, ...more);
    expect(code).toBe(Object.values(result.dropped).some((count) => count > 0) ? 1 : 0);
    const notes = result.notes.map(
      ({ table, legacyId, outcome, why }) => `${table} ${legacyId ?? '?'} ${outcome}: ${why}`,
    );
    return { ...result, notes: notes.sort() };
  };

  it('finds images in a relative folder, warns when they cannot be linked, and writes audit entries', async () => {
    const images = join(library.dataDir, 'candidates');
    await mkdir(join(images, 'a'));
    await writeFile(join(images, 'a/1.png'), await aPng());
    await write({ image_candidates: [candidate(1, { winner: true })] });
    const run = (...more: string[]) =>
      library.run('import', 'legacy', '--from', from, '--images', relative(process.cwd(), images), ...more);
    library.env = { CANDIDATE_ROOTS: '/elsewhere' };
    expect((await run('--dry-run')).stderr).toContain(`${images} is outside CANDIDATE_ROOTS`);
    library.env = {};
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    expect(await library.one('select image_path from image_candidates')).toEqual({
      image_path: join(images, 'a/1.png'),
    });
    const actions = `select array_agg(actor || ' ' || action) as actions from audit_log`;
    expect(await library.one(actions)).toEqual({
      actions: ['import run.winner_changed', 'import library.imported'],
    });
  }, 60_000);

  it('imports the outcome of a vote, and an undone vote', async () => {
    const votes = [
      { id: 1, candidate_a: 1, candidate_b: 2, outcome: 'b' },
      { id: 2, candidate_a: 1, candidate_b: 3, outcome: 'draw', undone_at: '2025-11-10T10:00:00Z' },
      { id: 3, candidate_a: 2, candidate_b: 3, outcome: 'who knows' },
    ];
    const { notes, tables } = await importing({ image_candidates: [1, 2, 3].map((id) => candidate(id)), votes });
    expect(notes).toContain('votes 3 dropped: it has no outcome: a, b or draw');
    expect(tables['votes']).toMatchObject({ created: 2 });
    const scores = 'select array_agg(elo_score order by legacy_id) as scores from image_candidates';
    expect(await library.one(scores)).toEqual({ scores: [984, 1016, 1000] });
    expect(await library.json('scores', 'check')).toMatchObject({ code: 0 });
  }, 60_000);

  it('imports rows of join tables without ids, each once', async () => {
    const tables = {
      personas: [{ id: 1, name: 'harbor light' }],
      content_pillars: [{ id: 1, persona_id: 1, name: 'Daily' }],
      clusters: [{ id: 1, persona_id: 1, name: 'Tea' }],
      pillar_cluster_assignments: [{ pillar_id: 1, cluster_id: 1, primary: true }],
      pipeline_run_steps: [{ pipeline_run_id: 1, pipeline_step_id: 1, approved: true, top_k_count: 2 }],
      votes: [{ winner_id: 1, loser_id: 2 }],
      image_candidates: [candidate(1), candidate(2)],
    };
    const first = await importing(tables);
    expect(first.notes).toEqual(['votes ? dropped: it has no id']);
    for (const table of ['pillar_cluster_assignments', 'pipeline_run_steps'])
      expect(first.tables[table]).toEqual({ created: 1, unchanged: 0, dropped: 0 });
    const again = await importing(tables);
    expect(again.tables['pipeline_run_steps']).toEqual({ created: 0, unchanged: 1, dropped: 0 });
  }, 60_000);

  it('reads times of Rails and PostgreSQL, and reports unreadable ones', async () => {
    const times = ['2025-11-10T16:00:00', '2025-11-10 16:00:00', '2025-11-10 16:00:00 UTC', '2025-11-10 17:00:00+01'];
    const runs = [...times, 1762790400, 'yesterday'].map((created_at, i) => ({
      id: i + 1,
      pipeline_id: 1,
      name: `study ${i}`,
      status: 'pending',
      created_at,
    }));
    library.env = { TZ: 'America/New_York' };
    const { notes } = await importing({ pipeline_runs: runs });
    expect(notes).toEqual([
      'pipeline_runs 5 changed: its created_at cannot be read: 1762790400',
      'pipeline_runs 6 changed: its created_at cannot be read: yesterday',
    ]);
    const same = `select count(*)::int as n from pipeline_runs where created_at = '2025-11-10T16:00:00Z'`;
    expect(await library.one(same)).toEqual({ n: 4 });
  }, 60_000);

  it('imports the next winner when the first one is refused', async () => {
    const foreign = { id: 2, pipeline_id: 2, name: 'Other', order: 1, comfy_workflow_json: '{}' };
    const { notes } = await importing({
      pipelines: [...(base['pipelines'] as []), { id: 2, name: 'another' }],
      pipeline_steps: [...(base['pipeline_steps'] as []), foreign],
      image_candidates: [candidate(1, { winner: true, pipeline_step_id: 2 }), candidate(2, { winner: true })],
    });
    expect(notes).toEqual([expect.stringContaining('image_candidates 1 dropped: the database refuses it')]);
    expect(await library.one('select legacy_id::int as id from image_candidates where is_winner')).toEqual({ id: 2 });
  }, 60_000);

  it('imports the second photo of a run without its candidate', async () => {
    const images = join(library.dataDir, 'candidates', 'a');
    await mkdir(images);
    for (const id of [1, 2]) await writeFile(join(images, `${id}.png`), await aPng());
    const photo = (id: number) => ({ id, persona_id: 1, image_candidate_id: id, path: `/old/a/${id}.png` });
    const { notes } = await importing(
      {
        personas: [{ id: 1, name: 'harbor light' }],
        image_candidates: [candidate(1, { winner: true }), candidate(2)],
        photos: [photo(1), photo(2)],
      },
      '--images',
      images,
    );
    expect(notes).toContain('photos 2 changed: without its candidate: its run has a photo already');
    const actions = `select array_agg(action order by action) as actions from audit_log where actor = 'import'`;
    expect(await library.one(actions)).toEqual({
      actions: ['library.imported', 'photo.created', 'photo.created', 'run.winner_changed'],
    });
  }, 60_000);

  it('merges two systems with one persona, and gives adopted rows their legacy ids', async () => {
    const tables = {
      personas: [{ id: 7, name: 'North Quay' }],
      clusters: [{ id: 8, persona_id: 7, name: 'Coffee' }],
    };
    const notes = (persona: number, cluster: number) => [
      `clusters ${cluster} changed: is the cluster “Coffee” that exists already`,
      `personas ${persona} changed: is the persona “North Quay” that exists already`,
    ];
    expect((await importing(tables)).notes).toEqual(notes(7, 8));
    expect((await importing(tables)).notes).toEqual([]);
    expect(await library.one('select legacy_id::int as id from clusters')).toEqual({ id: 8 });
    expect((await importing(tables, '--source', 'studio')).notes).toEqual(notes(7, 8));
  }, 60_000);

  it('names an invalid row of an export', async () => {
    await write({ personas: [{ id: 1, name: 'harbor light' }, null] });
    expect(await library.run('import', 'legacy', '--from', from)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('personas.json: row 2 is not an object.'),
    });
  }, 60_000);
});
