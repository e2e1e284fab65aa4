import { recordAudit } from '@trellis/database';
import type { ImportContext } from './import-context.ts';
import { legacyIdOf } from './legacy-id.ts';
import type { LegacyRow } from './legacy-source.ts';
import { RowReader } from './row-reader.ts';
import { either, isTrue } from './values.ts';

/** Imports candidates, parents before their children, with the facts of the files that are found. */
export async function importCandidates(context: ImportContext): Promise<void> {
  const { manager, ports, source, rows } = context;
  await rows.load('image_candidates');
  const all = parentsFirst(await source.rows('image_candidates'));
  const rejected = new Set(all.filter((row) => row['status'] === 'rejected').map((row) => legacyIdOf(row['id'])));
  rejected.delete(null);
  const winners = await ports.pipeline.runsWithWinner(manager, rows.source);
  for (const row of all) {
    const [id, parent] = [legacyIdOf(row['id']), legacyIdOf(row['parent_id'])];
    if (id !== null && parent !== null && rejected.has(parent)) rejected.add(id);
    await new CandidateImport(context, { rejected, winners }).take(row);
  }
}

function parentsFirst(all: readonly LegacyRow[]): LegacyRow[] {
  const byId = new Map(all.map((row) => [legacyIdOf(row['id']), row]));
  const ordered = new Set<LegacyRow>();
  const add = (row: LegacyRow, depth = 0) => {
    const parent = byId.get(legacyIdOf(row['parent_id']));
    if (parent && !ordered.has(parent) && depth < all.length) add(parent, depth + 1);
    ordered.add(row);
  };
  for (const row of all) add(row);
  return [...ordered];
}

interface Known {
  /** Legacy ids of rejected candidates and of their descendants. */
  rejected: ReadonlySet<string | null>;
  /** Our ids of runs that have a winner. */
  winners: Set<string>;
}

const LONGEST_PATH = 4096;

/** A candidate keeps its votes and its place in the run, also when nothing names its image. */
function pathOf(read: RowReader): string {
  const path = read.text('image_path') ?? '';
  if (path !== '' && [...path].length <= LONGEST_PATH) return path;
  const instead = `no-path/${read.id}`;
  read.notes.push(`has the path ${instead}: its image_path is ${path === '' ? 'missing' : 'too long'}`);
  return instead;
}

class CandidateImport {
  constructor(
    private readonly context: ImportContext,
    private readonly known: Known,
  ) {}

  async take(row: LegacyRow): Promise<void> {
    const { rows } = this.context;
    const read = new RowReader(rows, 'image_candidates', row);
    const runId = rows.idOf('pipeline_runs', either(row, 'pipeline_run_id', 'run_id'));
    const stepId = rows.idOf('pipeline_steps', either(row, 'pipeline_step_id', 'step_id'));
    if (!runId || !stepId) return read.drop('its run or its step was not imported');
    const status = this.statusOf(read);
    const winner = this.winnerOf(read, runId, status);
    const made = await rows.insert(read, {
      run_id: runId,
      step_id: stepId,
      parent_id: await this.parentOf(read, runId),
      ...(read.isNew ? await this.fileOf(read) : {}),
      status,
      failure_count: read.whole(['failure_count'], { least: 0, otherwise: 0 }),
      ...winner,
      ...read.bornAt(),
    });
    if (made && winner) await this.crown(read, runId);
  }

  /** Only after the row was inserted: when it is refused, the next winner of the run counts. */
  private async crown({ id }: RowReader, runId: string): Promise<void> {
    const { manager, rows } = this.context;
    this.known.winners.add(runId);
    const to = rows.idOf('image_candidates', id);
    const entry = { actor: 'import', action: 'run.winner_changed', subjectType: 'run', subjectId: runId } as const;
    await recordAudit(manager, { ...entry, data: { from: null, to, import: rows.source } });
  }

  private statusOf({ id, row, notes }: RowReader): string {
    const given = String((row['status'] as string | null | undefined) ?? 'active');
    if (given !== 'active' && given !== 'rejected') notes.push(`active: the status “${given}” is unknown`);
    if (!this.known.rejected.has(id)) return 'active';
    if (given !== 'rejected') notes.push('rejected: its parent is rejected');
    return 'rejected';
  }

  /** A parent is a candidate of the same run. */
  private async parentOf(read: RowReader, runId: string): Promise<string | null> {
    const { manager, ports } = this.context;
    const parent = read.reference('image_candidates', 'parent', 'parent_id');
    if (parent === null || (await ports.pipeline.comparedCandidate(manager, parent))?.runId === runId) return parent;
    read.notes.push('without its parent: the parent belongs to another run');
    return null;
  }

  private async fileOf(read: RowReader): Promise<object> {
    const path = pathOf(read);
    const found = await this.context.images?.find(path);
    if (!found) return { image_path: path };
    if ('problem' in found) {
      read.notes.push(`keeps its path: ${found.problem}`);
      return { image_path: path };
    }
    const { contentType, byteSize, sha256, width, height } = found.facts;
    read.mapped(path, found.file);
    return { image_path: found.file, content_type: contentType, byte_size: byteSize, sha256, width, height };
  }

  private winnerOf(read: RowReader, runId: string, status: string): { is_winner: true; winner_at: Date } | undefined {
    if (!isTrue(either(read.row, 'winner', 'is_winner'))) return undefined;
    if (status === 'rejected') read.notes.push('not the winner: it is rejected');
    else if (this.known.winners.has(runId)) read.notes.push('not the winner: the run has one already');
    else return { is_winner: true, winner_at: read.happenedAt('winner_at') };
    return undefined;
  }
}
