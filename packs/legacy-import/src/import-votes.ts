import type { ComparedCandidate, ScoreGain } from '@trellis/pipeline';
import type { ImportContext } from './import-context.ts';
import { compareIds, legacyIdOf } from './legacy-id.ts';
import type { LegacyRow } from './legacy-source.ts';
import { RowReader } from './row-reader.ts';
import { either, momentOf } from './values.ts';

/** A candidate with its score as it stands, and what this import adds. */
type Compared = ComparedCandidate & ScoreGain;

/**
 * Imports votes in the order in which they were cast, the first of each pair. Each vote moves the current scores as a
 * new vote would. The scores stay equal to the log, also when votes were cast since an earlier import.
 */
export async function importVotes(context: ImportContext): Promise<void> {
  const { manager, ports, source, rows } = context;
  await rows.load('votes');
  const compared = new Map<string, Compared>();
  for (const row of inOrder(await source.rows('votes'))) {
    const read = new RowReader(rows, 'votes', row);
    const pair = await pairOf(context, read, compared);
    if (pair) await castVote(context, read, pair);
  }
  const moved = [...compared.values()].filter(({ votes }) => votes > 0);
  await ports.pipeline.addScores(manager, moved);
  reportChangedScores(await source.rows('image_candidates'), context, compared);
}

/** The two candidates, the winner first; undefined when the vote is dropped. */
async function pairOf(
  context: ImportContext,
  read: RowReader,
  compared: Map<string, Compared>,
): Promise<[Compared, Compared] | undefined> {
  const find = (...columns: string[]) =>
    candidate(context, read.reference('image_candidates', 'candidate', ...columns), compared);
  const [a, b] = [await find('winner_id', 'candidate_a'), await find('loser_id', 'candidate_b')];
  if (!a || !b) read.drop('one of its candidates was not imported');
  else if (a.runId !== b.runId || a.stepId !== b.stepId) read.drop('its candidates belong to different runs or steps');
  else if (await isRepeated(context, read, a, b)) read.drop('the pair has a vote already');
  else return [a, b];
  return undefined;
}

async function isRepeated(
  { manager, ports }: ImportContext,
  read: RowReader,
  a: Compared,
  b: Compared,
): Promise<boolean> {
  return read.isNew && !read.has('undone_at') && (await ports.pipeline.isPairVoted(manager, a, b));
}

async function castVote({ ports, rows }: ImportContext, read: RowReader, [a, b]: [Compared, Compared]): Promise<void> {
  const outcome = outcomeOf(read.row);
  if (!outcome) return read.drop('it has no outcome: a, b or draw');
  const { deltaA, deltaB } = ports.pipeline.deltasOf(a, b, outcome);
  const undoneAt = read.has('undone_at') ? read.happenedAt('undone_at') : null;
  const made = await rows.insert(read, {
    run_id: a.runId,
    step_id: a.stepId,
    candidate_a: a.id,
    candidate_b: b.id,
    outcome,
    undone_at: undoneAt,
    score_a: a.score,
    score_b: b.score,
    delta_a: deltaA,
    delta_b: deltaB,
    actor: 'import',
    ...read.bornAt(),
  });
  // A vote that was refused, undone or imported before moves no score.
  if (!made || undoneAt) return;
  gain(a, deltaA);
  gain(b, deltaB);
}

function gain(one: Compared, delta: number): void {
  one.score += delta;
  one.gained += delta;
  one.votes += 1;
}

function reportChangedScores(
  candidates: readonly LegacyRow[],
  { ports, rows }: ImportContext,
  compared: ReadonlyMap<string, Compared>,
): void {
  const start = ports.pipeline.startScore;
  for (const row of candidates) {
    const id = rows.idOf('image_candidates', row['id']);
    if (!id || !rows.created.has(id)) continue;
    const [before, after] = [Number(row['elo_score'] ?? start), compared.get(id)?.score ?? start];
    if (before !== after)
      rows.report.changed('image_candidates', legacyIdOf(row['id']), `score ${before} → ${after}: from its votes`);
  }
}

/** Where a row names winner and loser, the winner won. */
function outcomeOf(row: LegacyRow): 'a' | 'b' | 'draw' | undefined {
  if (either(row, 'winner_id') !== null) return 'a';
  return (['a', 'b', 'draw'] as const).find((outcome) => outcome === row['outcome']);
}

const inOrder = (votes: readonly LegacyRow[]): LegacyRow[] =>
  [...votes].sort(
    (one, other) =>
      (momentOf(one['created_at'])?.getTime() ?? 0) - (momentOf(other['created_at'])?.getTime() ?? 0) ||
      compareIds(one['id'], other['id']),
  );

async function candidate(
  { manager, ports }: ImportContext,
  id: string | null,
  compared: Map<string, Compared>,
): Promise<Compared | undefined> {
  if (!id || compared.has(id)) return id ? compared.get(id) : undefined;
  const found = await ports.pipeline.comparedCandidate(manager, id);
  if (found) compared.set(id, { ...found, gained: 0, votes: 0 });
  return compared.get(id);
}
