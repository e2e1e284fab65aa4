import { happenedAt } from './import-library.ts';
import type { ImageFinder } from './image-finder.ts';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow, LegacySource } from './legacy-source.ts';
import { either, isTrue, momentOf, numberOf } from './values.ts';

const TABLE = 'image_candidates';

/** Candidates, parents before their children; with the facts of their files where those are found. */
export async function importCandidates(
  source: LegacySource,
  rows: LegacyRows,
  images: ImageFinder | undefined,
): Promise<void> {
  await rows.load(TABLE);
  const all = parentsFirst(await source.rows(TABLE));
  const rejected = new Set(all.filter((row) => row['status'] === 'rejected').map((row) => numberOf(row)));
  const winners = new Set<string>();
  for (const row of all) {
    if (rejected.has(Number(row['parent_id']))) rejected.add(numberOf(row));
    await new CandidateImport(rows, { images, rejected, winners }).take(row);
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
    private readonly rows: LegacyRows,
    private readonly context: Context,
  ) {}

  async take(row: LegacyRow): Promise<void> {
    const id = numberOf(row);
    const runId = this.rows.idOf('pipeline_runs', either(row, 'pipeline_run_id', 'run_id'));
    const stepId = this.rows.idOf('pipeline_steps', either(row, 'pipeline_step_id', 'step_id'));
    if (!runId || !stepId) return this.rows.report.dropped(TABLE, id, 'its run or its step was not imported');
    const known = this.rows.idOf(TABLE, id) !== undefined;
    const notes: string[] = [];
    const status = this.context.rejected.has(id) ? 'rejected' : 'active';
    if (status !== (row['status'] ?? 'active')) notes.push('rejected: what it was made from is');
    const made = await this.rows.insert(TABLE, id, {
      run_id: runId,
      step_id: stepId,
      parent_id: this.rows.idOf(TABLE, row['parent_id']) ?? null,
      ...(known ? {} : await this.fileOf(row, notes)),
      status,
      failure_count: row['failure_count'] ?? 0,
      ...this.winnerOf(row, runId, status, notes),
      created_at: momentOf(row['created_at']) ?? new Date(),
    });
    if (made) for (const why of notes) this.rows.report.changed(TABLE, id, why);
  }

  private async fileOf(row: LegacyRow, notes: string[]): Promise<object> {
    const path = String(either(row, 'image_path') ?? '');
    const found = await this.context.images?.find(path);
    if (!found) return { image_path: path };
    if ('problem' in found) {
      notes.push(`keeps the path it had: ${found.problem}`);
      return { image_path: path };
    }
    const { contentType, byteSize, sha256, width, height } = found.facts;
    return { image_path: found.file, content_type: contentType, byte_size: byteSize, sha256, width, height };
  }

  private winnerOf(row: LegacyRow, runId: string, status: string, notes: string[]): object {
    if (!isTrue(either(row, 'winner', 'is_winner'))) return {};
    if (status === 'rejected') notes.push('not the winner: it is rejected');
    else if (this.context.winners.has(runId)) notes.push('not the winner: the run had one before it');
    else {
      this.context.winners.add(runId);
      return { is_winner: true, winner_at: happenedAt(row, 'winner_at') };
    }
    return {};
  }
}
