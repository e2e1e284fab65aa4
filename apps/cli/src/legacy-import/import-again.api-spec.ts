import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useCommandLibraryPerTest, SEED_OF_COMFYUI } from '../library.spec-support.ts';
import type { Imported } from './legacy-export.spec-support.ts';

type Rows = Record<string, object[]>;

const at = (day: number) => `2025-11-0${day}T10:00:00Z`;
const candidates = [1, 2, 3].map((id) => ({
  id,
  pipeline_run_id: 1,
  pipeline_step_id: 1,
  image_path: `/old/${id}.png`,
  status: 'active',
}));
const vote = (id: number, winner: number, loser: number) => ({
  id,
  winner_id: winner,
  loser_id: loser,
  created_at: at(id),
});

/** A run with three candidates; the first was voted better than the second. */
const plain: Rows = {
  pipelines: [{ id: 1, name: 'still_life' }],
  pipeline_steps: [{ id: 1, pipeline_id: 1, name: 'Base', order: 1, comfy_workflow_json: '{}' }],
  pipeline_runs: [{ id: 1, pipeline_id: 1, name: 'study', status: 'running', target_folder: 'x' }],
  image_candidates: candidates,
  votes: [vote(1, 1, 2)],
};

describe('trellis import legacy, more than once', () => {
  const library = useCommandLibraryPerTest();
  let serial = 0;

  const exported = async (tables: Rows | Record<string, string>) => {
    const path = join(library.dataDir, `export-${(serial += 1)}`);
    await mkdir(path);
    for (const [table, rows] of Object.entries(tables))
      await writeFile(join(path, `${table}.json`), typeof rows === 'string' ? rows : JSON.stringify(rows));
    return path;
  };
  const importing = async (tables: Rows | Record<string, string>, ...more: string[]) => {
    const { code, result } = await library.json<Imported>(
      'import',
      'legacy',
      '--from',
      await exported(tables),
      ...more,
    );
    expect(code).toBe(0);
    return result;
  };
  const notesOf = ({ notes }: Imported) =>
    notes.map(({ table, legacyId, outcome, why }) => `${table} ${legacyId ?? '?'} ${outcome}: ${why}`).sort();
  const scores = async () =>
    library.one(
      `select json_object_agg(legacy_id, array[elo_score, vote_count] order by legacy_id) as of from image_candidates`,
    );
  const scoresHold = async () =>
    expect(await library.json('scores', 'check')).toMatchObject({ code: 0, result: { differences: [] } });

  it('imports newer votes of the earlier system beside the votes and undos here', async () => {
    await importing(plain);
    expect(await scores()).toEqual({ of: { 1: [1016, 1], 2: [984, 1], 3: [1000, 0] } });
    await library.sql.query(`update votes set undone_at = now()`);
    await library.sql.query(`update image_candidates set elo_score = 1000, vote_count = 0`);
    await library.sql.query(`update image_candidates set is_winner = true, winner_at = now() where legacy_id = '2'`);

    const since = { ...plain, votes: [vote(1, 1, 2), vote(2, 3, 1)] };
    const { tables } = await importing(since);
    expect(tables['votes']).toEqual({ created: 1, unchanged: 1, dropped: 0 });
    expect(await scores()).toEqual({ of: { 1: [984, 1], 2: [1000, 0], 3: [1016, 1] } });
    await scoresHold();

    await importing(since);
    expect(await scores()).toEqual({ of: { 1: [984, 1], 2: [1000, 0], 3: [1016, 1] } });
  }, 60_000);

  it('keeps a winner that was chosen here, and imports a new candidate', async () => {
    await importing(plain);
    await library.sql.query(`update image_candidates set is_winner = true, winner_at = now() where legacy_id = '2'`);
    const again = await importing({
      ...plain,
      image_candidates: [...candidates, { ...candidates[0], id: 4, winner: true }],
    });
    expect(notesOf(again)).toEqual(['image_candidates 4 changed: not the winner: the run has one already']);
    const winners = 'select array_agg(legacy_id::int) as ids from image_candidates where is_winner';
    expect(await library.one(winners)).toEqual({ ids: [2] });
  }, 60_000);

  it('keeps the ids of several earlier systems apart', async () => {
    await importing(plain);
    const other = await importing({ ...plain, pipelines: [{ id: 1, name: 'another' }] }, '--source', 'studio');
    expect(other.tables['pipeline_runs']).toMatchObject({ created: 1, unchanged: 0 });
    expect((await importing(plain, '--source', 'studio')).tables['pipeline_runs']).toMatchObject({ created: 0 });
    const sources = `select array_agg(legacy_source order by legacy_source) as all from pipeline_runs where legacy_id = '1'`;
    expect(await library.one(sources)).toEqual({ all: ['legacy', 'studio'] });
  }, 60_000);

  it('keeps every digit of the numbers in variables, guidelines and templates', async () => {
    const variables = `{"seed": ${SEED_OF_COMFYUI}, "cfg": 7.50}`;
    const run = `[{"id": 1, "pipeline_id": 1, "name": "study", "status": "pending", "variables": ${variables}}]`;
    const texts = Object.fromEntries(Object.entries(plain).map(([table, rows]) => [table, JSON.stringify(rows)]));
    await importing({ ...texts, pipeline_runs: run });
    expect(await library.one('select variables::text as text from pipeline_runs')).toEqual({
      text: `{"cfg": 7.50, "seed": ${SEED_OF_COMFYUI}}`,
    });
  }, 60_000);

  it('reports every changed value', async () => {
    const long = 'a'.repeat(201);
    const result = await importing({
      personas: [{ id: 1, name: 'harbor light', followers: 7, bio: null }],
      content_pillars: [{ id: 1, persona_id: 1, name: ' Daily', weight: 33.333, guidelines: 'no object' }],
      clusters: [{ id: 1, persona_id: 1, name: '', status: '0', ai_prompt: 5 }],
      pipelines: plain['pipelines'] as object[],
      pipeline_steps: plain['pipeline_steps'] as object[],
      pipeline_runs: [
        { id: 1, pipeline_id: 1, name: long, status: 'running', cluster_id: 9, persona_id: 8, variables: [1] },
      ],
      image_candidates: [{ ...candidates[0], parent_id: 77, status: 'archived' }],
    });
    expect(notesOf(result)).toEqual(
      [
        'clusters 1 changed: called “cluster 1”: its name is missing',
        'content_pillars 1 changed: called “Daily”: its name does not fit',
        'content_pillars 1 changed: weight 33.333 → 33.33: rounded to two decimals',
        'content_pillars 1 changed: without its guidelines: it is not an object',
        'image_candidates 1 changed: active: the status “archived” is unknown',
        'image_candidates 1 changed: without its parent: parent 77 was not imported',
        'personas ? changed: without followers: Trellis has no field for it',
        `pipeline_runs 1 changed: called “${'a'.repeat(200)}”: its name does not fit`,
        'pipeline_runs 1 changed: without its cluster: cluster 9 was not imported',
        'pipeline_runs 1 changed: without its persona: persona 8 was not imported',
        'pipeline_runs 1 changed: without its variables: it is not an object',
      ].sort(),
    );
  }, 60_000);
});
