import type { EntityManager } from 'typeorm';
import { recordAudit } from '@trellis/database';
import type { ImageFinder } from './image-finder.ts';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow, LegacySource } from './legacy-source.ts';
import { RowReader } from './row-reader.ts';
import { either, isTrue, numberOf } from './values.ts';

const TABLE = 'image_candidates';

/** Runs of an import before this one that have a winner by now. */
const WINNERS = `
  select c.run_id from image_candidates c join pipeline_runs r on r.id = c.run_id where c.is_winner and r.legacy_source = $1`;

/** Candidates, parents before their children; with the facts of their files where those are found. */
export async function importCandidates(
  manager: EntityManager,
  source: LegacySource,
  rows: LegacyRows,
  images: ImageFinder | undefined,
): Promise<void> {
  await rows.load(TABLE);
  const all = parentsFirst(await source.rows(TABLE));
  const rejected = new Set(all.filter((row) => row['status'] === 'rejected').map((row) => numberOf(row)));
  const chosen = await manager.query<{ run_id: string }[]>(WINNERS, [rows.source]);
  const winners = new Set(chosen.map(({ run_id }) => run_id));
  for (const row of all) {
    if (rejected.has(Number(row['parent_id']))) rejected.add(numberOf(row));
    await new CandidateImport(manager, rows, { images, rejected, winners }).take(row);
  }
}

function parentsFirst(all: readonly LegacyRow[]): LegacyRow[] {
  const byId = new Map(all.map((row) => [numberOf(row), row]));
  const ordered = new Set<LegacyRow>();
  const add = (row: LegacyRow, depth = 0) => {
    const parent = byId.get(Number(row['parent_id']));
    if (parent && !ordered.has(parent) && depth < all.length) add(parent, depth + 1);
    ordered.add(row);
  };
  for (const row of all) add(row);
  return [...ordered];
}

interface Context {
  images: ImageFinder | undefined;
  /** Their ids of rejected candidates, and of what was made from them. */
  rejected: ReadonlySet<number>;
  /** Our ids of runs that have a winner. */
  winners: Set<string>;
}

class CandidateImport {
  constructor(
    private readonly manager: EntityManager,
    private readonly rows: LegacyRows,
    private readonly context: Context,
  ) {}

  async take(row: LegacyRow): Promise<void> {
    const read = new RowReader(this.rows, TABLE, row);
    const runId = this.rows.idOf('pipeline_runs', either(row, 'pipeline_run_id', 'run_id'));
    const stepId = this.rows.idOf('pipeline_steps', either(row, 'pipeline_step_id', 'step_id'));
    if (!runId || !stepId) return read.drop('its run or its step was not imported');
    const status = this.statusOf(read);
    const known = this.rows.idOf(TABLE, read.id) !== undefined;
    const winner = this.winnerOf(read, runId, status);
    const made = await this.rows.insert(read, {
      run_id: runId,
      step_id: stepId,
      parent_id: read.reference(TABLE, 'parent', 'parent_id'),
      ...(known ? {} : await this.fileOf(read)),
      status,
      failure_count: row['failure_count'] ?? 0,
      ...winner,
      ...read.bornAt(),
    });
    if (made && winner) await this.crown(read, runId);
  }

  /** Only one that was taken: where it is refused, the next one that says so is the winner. */
  private async crown({ id }: RowReader, runId: string): Promise<void> {
    this.context.winners.add(runId);
    const to = this.rows.idOf(TABLE, id);
    const entry = { actor: 'import', action: 'run.winner_changed', subjectType: 'run', subjectId: runId } as const;
    await recordAudit(this.manager, { ...entry, data: { from: null, to, import: this.rows.source } });
  }

  private statusOf({ id, row, notes }: RowReader): string {
    const said = String((row['status'] as string | null | undefined) ?? 'active');
    if (said !== 'active' && said !== 'rejected') notes.push(`active: the status “${said}” is not known here`);
    if (!this.context.rejected.has(id)) return 'active';
    if (said !== 'rejected') notes.push('rejected: what it was made from is');
    return 'rejected';
  }

  private async fileOf(read: RowReader): Promise<object> {
    const path = String((either(read.row, 'image_path') as string | null | undefined) ?? '');
    const found = await this.context.images?.find(path);
    if (!found) return { image_path: path };
    if ('problem' in found) {
      read.notes.push(`keeps the path it had: ${found.problem}`);
      return { image_path: path };
    }
    const { contentType, byteSize, sha256, width, height } = found.facts;
    read.mapped(path, found.file);
    return { image_path: found.file, content_type: contentType, byte_size: byteSize, sha256, width, height };
  }

  private winnerOf(read: RowReader, runId: string, status: string): { is_winner: true; winner_at: Date } | undefined {
    if (!isTrue(either(read.row, 'winner', 'is_winner'))) return undefined;
    if (status === 'rejected') read.notes.push('not the winner: it is rejected');
    else if (this.context.winners.has(runId)) read.notes.push('not the winner: the run had one before it');
    else return { is_winner: true, winner_at: read.happenedAt('winner_at') };
    return undefined;
  }
}
