import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPng } from '@trellis/testing';
import { useCommandLibraryPerTest } from '../library.spec-support.ts';
import type { Imported } from './legacy-export.spec-support.ts';

type Tables = Record<string, unknown>;

const SNOWFLAKE = '1234567890123456789';
const ONE = { created: 1, unchanged: 0, dropped: 0 };
const UUID = '0b5c7a1e-4a51-4c6b-9e9a-0d4c2f1a7b11';

/** A run with a winner, a second candidate and a vote. Every id may be given. */
const library = (of: (id: number) => unknown = (id) => id): Record<string, Record<string, unknown>[]> => ({
  personas: [{ id: of(1), name: 'harbor light' }],
  clusters: [{ id: of(1), persona_id: of(1), name: 'Window sills' }],
  pipelines: [{ id: of(1), name: 'still_life' }],
  pipeline_steps: [{ id: of(1), pipeline_id: of(1), name: 'Base', order: 1, comfy_workflow_json: '{}' }],
  pipeline_runs: [
    { id: of(1), pipeline_id: of(1), cluster_id: of(1), persona_id: of(1), name: 'jars', status: 'completed' },
  ],
  image_candidates: [1, 2].map((id) => ({
    id: of(id),
    pipeline_run_id: of(1),
    pipeline_step_id: of(1),
    image_path: `/srv/out/jars_${id}.png`,
    winner: id === 1,
    elo_score: id === 1 ? 1016 : 984,
  })),
  votes: [{ id: of(1), winner_id: of(1), loser_id: of(2) }],
});

describe('trellis import legacy with bad cells', () => {
  const cli = useCommandLibraryPerTest();
  const from = () => join(cli.dataDir, 'export');
  const write = async (tables: Tables) => {
    await mkdir(from(), { recursive: true });
    for (const [table, rows] of Object.entries(tables)) {
      const isText = typeof rows === 'string' || Buffer.isBuffer(rows);
      await writeFile(join(from(), `${table}.json`), isText ? rows : JSON.stringify(rows));
    }
  };
  const importing = async (tables: Tables, ...more: string[]) => {
    await write(tables);
    const { code, result } = await cli.json<Imported>('import', 'legacy', '--from', from(), ...more);
    const notes = result.notes.map((one) => `${one.table} ${one.legacyId} ${one.outcome}: ${one.why}`);
    return { code, notes, tables: result.tables };
  };
  const changedCells = (rows: Record<string, unknown>[], cells: object) => [{ ...rows[0], ...cells }, ...rows.slice(1)];
  const rowsOf = async (table: string, columns: string) =>
    (await cli.sql.query(`select ${columns} from ${table} where legacy_id is not null order by legacy_id`))
      .rows as unknown[];

  it('keeps a run whose texts hold a NUL or half a surrogate', async () => {
    const base = library();
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
        Object.entries(library(of)).map(([table, rows]) => [table, asExported(JSON.stringify(rows))]),
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
    const base = library();
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
        'pipeline_steps 2 changed: without its order: it is not a whole number from 1',
      ],
    ]);
    expect(await rowsOf('pipeline_steps', 'position')).toEqual([{ position: 1 }, { position: 2 }]);
  }, 60_000);

  it('keeps every digit of a post id, and reports one without a time', async () => {
    const images = join(cli.dataDir, 'candidates');
    for (const id of [1, 2]) await writeFile(join(images, `jars_${id}.png`), await aPng());
    const photo = (id: number, more: string) =>
      `{"id": ${id}, "persona_id": 1, "path": "/srv/out/jars_${id}.png", "provider": "instagram"${more}}`;
    const photos = `[${photo(1, ', "posted_at": "2025-11-12 10:00:00", "provider_post_id": 17900000000000001234')},
      ${photo(2, ', "provider_post_id": 17900000000000005678')}]`;
    const { code, notes } = await importing({ ...library(), photos }, '--images', images);
    expect(code).toBe(0);
    expect(notes).toContain('photos 2 changed: without its provider_post_id 17900000000000005678: it has no posted_at');
    expect(await rowsOf('photos', 'provider_post_id as id')).toEqual([{ id: '17900000000000001234' }, { id: null }]);
  }, 60_000);

  it('finds files under paths of other systems', async () => {
    const images = join(cli.dataDir, 'candidates');
    await mkdir(join(images, 'output'));
    const names = ['jars_1.png', 'jars_2.png', 'jars_3.png', 'BOWLS_1.png', 'cafe\u0301_1.png', 'twin.png', 'TWIN.png'];
    for (const name of names) await writeFile(join(images, 'output', name), await aPng());
    const paths = [
      'C:\\ComfyUI\\output\\jars_1.png',
      'output\\jars_2.png',
      'http://127.0.0.1:8188/view?filename=jars_3.png&subfolder=&type=output',
      '/srv/OUT/bowls_1.PNG',
      '/srv/out/caf\u00e9_1.png',
      '/srv/output/TWIN.png',
      '/srv/output/Twin.png',
    ];
    const image_candidates = paths.map((image_path, i) => ({
      id: i + 1,
      pipeline_run_id: 1,
      pipeline_step_id: 1,
      image_path,
    }));
    const { notes } = await importing({ ...library(), image_candidates, votes: [] }, '--images', images);
    const found = ['jars_1.png', 'jars_2.png', 'jars_3.png', 'BOWLS_1.png', 'cafe\u0301_1.png', 'TWIN.png'];
    expect(await rowsOf('image_candidates', 'image_path as path')).toEqual([
      ...found.map((name) => ({ path: join(images, 'output', name) })),
      { path: '/srv/output/Twin.png' },
    ]);
    expect(notes).toContain('image_candidates 7 changed: keeps its path: several files match equally well');
  }, 60_000);

  it('reads exports with a byte order mark, in UTF-16, and a null table; names a byte that is not text', async () => {
    const base = library();
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(JSON.stringify(base['pipelines']), 'utf16le')]);
    const marked = `\ufeff${JSON.stringify(base['personas'])}`;
    const good = await importing({ ...base, pipelines: utf16, personas: marked, votes: 'null\n' });
    expect([good.code, good.tables['pipelines'], good.tables['personas']]).toEqual([0, ONE, ONE]);
    await write({ pipeline_runs: Buffer.from('[{"id": 9, "name": "Küche"}]', 'latin1') });
    const bad = await cli.run('import', 'legacy', '--from', from());
    expect([bad.code, bad.stderr]).toEqual([
      2,
      expect.stringContaining('pipeline_runs.json: Byte 21 (line 1) is not UTF-8. Save the file as UTF-8.'),
    ]);
  }, 60_000);
});
