import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useCommandLibraryPerTest } from '../library.spec-support.ts';
import type { Imported } from './legacy-export.spec-support.ts';

type Tables = Record<string, unknown>;

/** A run with a winner, a second candidate and a vote. Every id may be given. */
export const aLegacyLibrary = (
  of: (id: number) => unknown = (id) => id,
): Record<string, Record<string, unknown>[]> => ({
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

/** Imports exports into a library of its own for each test. */
export function useImports() {
  const cli = useCommandLibraryPerTest();
  const from = () => join(cli.dataDir, 'export');
  /** A table is a list of rows, or the content of its file. */
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
  const rowsOf = async (table: string, columns: string) =>
    (await cli.sql.query(`select ${columns} from ${table} where legacy_id is not null order by legacy_id`))
      .rows as unknown[];
  return { cli, from, write, importing, rowsOf };
}
