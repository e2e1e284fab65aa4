import { aLegacyLibrary, useImports } from './imports.spec-support.ts';

const SNOWFLAKE = '1234567890123456789';
const UUID = '0b5c7a1e-4a51-4c6b-9e9a-0d4c2f1a7b11';

describe('trellis import legacy with bad cells', () => {
  const { cli, importing, rowsOf } = useImports();
  const changedCells = (rows: Record<string, unknown>[], cells: object) => [{ ...rows[0], ...cells }, ...rows.slice(1)];

  it('keeps a run whose texts hold a NUL or half a surrogate', async () => {
    const base = aLegacyLibrary();
    const cells = { variables: { 'no\0te': ['before\0after', 'half \ud83d'], seed: 7 }, prompt: 'bowls\0' };
    const { code, notes } = await importing({
      ...base,
      pipeline_runs: changedCells(base['pipeline_runs'] as [], cells),
    });
    expect([code, notes]).toEqual([
      0,
      [
        'pipeline_runs 1 changed: its prompt without the characters that cannot be stored',
        'pipeline_runs 1 changed: its variables without the characters that cannot be stored',
      ],
    ]);
    expect(await rowsOf('pipeline_runs', 'prompt, variables')).toEqual([
      { prompt: 'bowls', variables: { note: ['beforeafter', 'half \ufffd'], seed: 7 } },
    ]);
    expect(await rowsOf('image_candidates', 'is_winner, vote_count as votes')).toEqual([
      { is_winner: true, votes: 1 },
      { is_winner: false, votes: 1 },
    ]);
  }, 60_000);

  it('keeps prompts that the content policy refuses today, and says so', async () => {
    const base = aLegacyLibrary();
    const { code, notes } = await importing({
      ...base,
      clusters: changedCells(base['clusters'] as [], { ai_prompt: 'a nude xylograph' }),
      pipeline_runs: changedCells(base['pipeline_runs'] as [], { prompt: 'a nude xylograph' }),
    });
    expect([code, notes]).toEqual([
      0,
      [
        'clusters 1 changed: its ai_prompt breaks the content policy (explicit); it is kept',
        'pipeline_runs 1 changed: its prompt breaks the content policy (explicit); it is kept',
      ],
    ]);
    expect(await rowsOf('pipeline_runs', 'prompt')).toEqual([{ prompt: 'a nude xylograph' }]);
  }, 60_000);

  it.each([
    [
      '19 digits',
      (id: number) => `${SNOWFLAKE.slice(0, -1)}${id}`,
      (text: string) => text.replace(/"(\d{19})"/g, '$1'),
    ],
    ['a UUID', (id: number) => `${UUID.slice(0, -1)}${id}`, (text: string) => text],
    ['a text', (id: number) => `row-${id}`, (text: string) => text],
  ])(
    'imports rows whose id is %s, once',
    async (_what, of, asExported) => {
      const tables = Object.fromEntries(
        Object.entries(aLegacyLibrary(of)).map(([table, rows]) => [table, asExported(JSON.stringify(rows))]),
      );
      const first = await importing(tables);
      expect([first.code, first.notes]).toEqual([0, []]);
      expect(await rowsOf('image_candidates', 'legacy_id, is_winner, elo_score as score')).toEqual([
        { legacy_id: of(1), is_winner: true, score: 1016 },
        { legacy_id: of(2), is_winner: false, score: 984 },
      ]);
      const again = await importing(tables);
      expect(Object.values(again.tables).map(({ created, dropped }) => created + dropped)).toEqual(
        Object.values(again.tables).map(() => 0),
      );
    },
    60_000,
  );

  it('mends or leaves out every cell that does not fit, and keeps its row', async () => {
    const base = aLegacyLibrary();
    const { code, notes } = await importing({
      personas: changedCells(base['personas'] as [], { caption_config: { tone: 'war\0m', style: 5 } }),
      content_pillars: [
        { id: 1, persona_id: 1, name: 'A', weight: 'NaN', start_date: '-infinity', end_date: '31/12/2026' },
        { id: 2, persona_id: 1, name: 'B', weight: '-5', priority: 9, target_posts_per_week: 'many' },
        { id: 3, persona_id: 1, name: 'C', weight: '1e1', start_date: '2025-11-30', end_date: '2025-11-01' },
      ],
      clusters: changedCells(base['clusters'] as [], { status: 'on hold' }),
      pipelines: base['pipelines'],
      pipeline_steps: [...(base['pipeline_steps'] as []), { id: 2, pipeline_id: 1, name: 'More', order: 'last' }],
      pipeline_runs: changedCells(base['pipeline_runs'] as [], { created_at: '2025-02-30 10:00:00' }),
      pipeline_run_steps: [{ id: 1, pipeline_run_id: 1, pipeline_step_id: 1, approved: 'TRUE', top_k_count: 0 }],
      image_candidates: changedCells(base['image_candidates'] as [], { failure_count: '-2' }),
      votes: base['votes'],
    });
    expect([code, notes.sort()]).toEqual([
      0,
      [
        'clusters 1 changed: active: the status “on hold” is unknown',
        'content_pillars 1 changed: weight NaN → 0: it is not from 0 to 100',
        'content_pillars 1 changed: without its end_date: it is not a day',
        'content_pillars 1 changed: without its start_date: it is not a day',
        'content_pillars 2 changed: priority 9 → 3: it is not a whole number from 1 to 5',
        'content_pillars 2 changed: weight -5 → 0: it is not from 0 to 100',
        'content_pillars 2 changed: without its target_posts_per_week: it is not a whole number from 0',
        'content_pillars 3 changed: without its end_date: 2025-11-01 is not after 2025-11-30',
        'image_candidates 1 changed: failure_count -2 → 0: it is not a whole number from 0',
        'personas 1 changed: its caption_config without the characters that cannot be stored',
        'personas 1 changed: without style: the value does not fit',
        'pipeline_run_steps 1 changed: without its top_k_count: it is not a whole number from 1 to 10000',
        'pipeline_runs 1 changed: its created_at cannot be read: 2025-02-30 10:00:00',
        'pipeline_steps 2 changed: without its order: it is not a whole number from 1 to 1000',
      ],
    ]);
    expect(await rowsOf('pipeline_steps', 'position')).toEqual([{ position: 1 }, { position: 2 }]);
  }, 60_000);

  it('keeps candidates without a usable path or parent, and huge numbers as texts', async () => {
    const base = aLegacyLibrary();
    const runs = base['pipeline_runs'] as Record<string, unknown>[];
    const { code, notes } = await importing({
      ...base,
      pipeline_runs: JSON.stringify([
        { ...runs[0], variables: {} },
        { ...runs[0], id: 2, name: 'bowls' },
      ]).replace('"variables":{}', '"variables":{"huge":1e200000,"seed":18446744073709551615}'),
      image_candidates: [
        { id: 1, pipeline_run_id: 1, pipeline_step_id: 1, image_path: null, winner: true, elo_score: 1016 },
        { id: 2, pipeline_run_id: 1, pipeline_step_id: 1, image_path: 'x'.repeat(5_000), elo_score: 984 },
        { id: 3, pipeline_run_id: 2, pipeline_step_id: 1, image_path: '/srv/a.png', parent_id: 1 },
        { id: null, pipeline_run_id: 2, pipeline_step_id: 1, image_path: '/srv/b.png', parent_id: 4 },
        { id: 4, pipeline_run_id: 2, pipeline_step_id: 1, image_path: '/srv/c.png', status: 'rejected' },
        { id: 5, pipeline_run_id: 2, pipeline_step_id: 1, image_path: '/srv/d.png' },
        { id: 5, pipeline_run_id: 2, pipeline_step_id: 1, image_path: '/srv/e.png' },
      ],
      votes: [
        { id: 1, winner_id: 1, loser_id: 2 },
        { id: 2, winner_id: 2, loser_id: 1, undone_at: '2025-02-30' },
      ],
    });
    expect([code, notes.sort()]).toEqual([
      1,
      [
        'image_candidates 1 changed: has the path no-path/1: its image_path is missing',
        'image_candidates 2 changed: has the path no-path/2: its image_path is too long',
        'image_candidates 3 changed: without its parent: the parent belongs to another run',
        'image_candidates 5 dropped: an earlier row of this import has its id',
        'image_candidates null dropped: it has no id',
        'pipeline_runs 1 changed: its variables without the characters that cannot be stored',
        'votes 2 changed: its undone_at cannot be read: 2025-02-30',
      ],
    ]);
    expect(await rowsOf('image_candidates', 'legacy_id as id, status, is_winner as w')).toEqual([
      { id: '1', status: 'active', w: true },
      { id: '2', status: 'active', w: false },
      { id: '3', status: 'active', w: false },
      { id: '4', status: 'rejected', w: false },
      { id: '5', status: 'active', w: false },
    ]);
    expect(await rowsOf('pipeline_runs', `variables::text as text`)).toEqual([
      { text: '{"huge": "1e200000", "seed": 18446744073709551615}' },
      { text: '{}' },
    ]);
    expect(await cli.json('scores', 'check')).toMatchObject({ code: 0 });
  }, 60_000);
});
