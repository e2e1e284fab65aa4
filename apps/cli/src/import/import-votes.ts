import type { EntityManager } from 'typeorm';
import { eloDeltas } from '@trellis/pipeline';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow, LegacySource } from './legacy-source.ts';
import { RowReader } from './row-reader.ts';
import { either, momentOf, numberOf } from './values.ts';

const TABLE = 'votes';
const START = 1000;

interface Compared {
  id: string;
  run_id: string;
  step_id: string;
  /** As it stands now, with every vote of this import so far. */
  score: number;
  /** What this import has added. */
  gained: number;
  votes: number;
}

/**
 * Votes in the order in which they were cast, the first of each pair. Each moves the scores as they stand, as if it was cast now:
 * so they stay what their log gives, also where people went on voting since an import before this one.
 */
export async function importVotes(manager: EntityManager, source: LegacySource, rows: LegacyRows): Promise<void> {
  await rows.load(TABLE);
  const compared = new Map<string, Compared>();
  for (const row of inOrder(await source.rows(TABLE))) {
    const read = new RowReader(rows, TABLE, row);
    const pair = await pairOf(manager, read, compared);
    if (pair) await castVote(rows, read, pair);
  }
  await addScores(manager, [...compared.values()]);
  tellChangedScores(await source.rows('image_candidates'), rows, compared);
}

/** The two candidates, the winner first; undefined when the vote cannot be taken. */
async function pairOf(
  manager: EntityManager,
  read: RowReader,
  compared: Map<string, Compared>,
): Promise<[Compared, Compared] | undefined> {
  const find = (...columns: string[]) =>
    candidate(manager, read.reference('image_candidates', 'candidate', ...columns), compared);
  const [a, b] = [await find('winner_id', 'candidate_a'), await find('loser_id', 'candidate_b')];
  if (!a || !b) read.drop('one of its candidates was not imported');
  else if (a.run_id !== b.run_id || a.step_id !== b.step_id) read.drop('its candidates are of different runs or steps');
  else if (read.isNew && !read.row['undone_at'] && (await isVoted(manager, a, b)))
    read.drop('the pair was voted on before, in one direction or the other');
  else return [a, b];
  return undefined;
}

async function castVote(rows: LegacyRows, read: RowReader, [a, b]: [Compared, Compared]): Promise<void> {
  const outcome = outcomeOf(read.row);
  if (!outcome) return read.drop('it has no outcome: a, b or draw');
  const { deltaA, deltaB } = eloDeltas(a.score, b.score, outcome);
  const undoneAt = read.moment('undone_at');
  const made = await rows.insert(read, {
    run_id: a.run_id,
    step_id: a.step_id,
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
  // A vote that was refused, taken back, or is there already, moves no score.
  if (!made || undoneAt) return;
  for (const [one, delta] of [
    [a, deltaA],
    [b, deltaB],
  ] as const) {
    one.score += delta;
    one.gained += delta;
    one.votes += 1;
  }
}

function tellChangedScores(
  candidates: readonly LegacyRow[],
  rows: LegacyRows,
  compared: ReadonlyMap<string, Compared>,
): void {
  for (const row of candidates) {
    const id = rows.idOf('image_candidates', numberOf(row));
    if (!id || !rows.created.has(id)) continue;
    const [before, after] = [Number(row['elo_score'] ?? START), compared.get(id)?.score ?? START];
    if (before !== after)
      rows.report.changed('image_candidates', numberOf(row), `score ${before} → ${after}: what its votes give`);
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
      numberOf(one) - numberOf(other),
  );

async function candidate(
  manager: EntityManager,
  id: string | null,
  compared: Map<string, Compared>,
): Promise<Compared | undefined> {
  if (!id || compared.has(id)) return id ? compared.get(id) : undefined;
  const [row] = await manager.query<Pick<Compared, 'id' | 'run_id' | 'step_id' | 'score'>[]>(
    'select id, run_id, step_id, elo_score as score from image_candidates where id = $1',
    [id],
  );
  if (row) compared.set(id, { ...row, gained: 0, votes: 0 });
  return compared.get(id);
}

const isVoted = async (manager: EntityManager, a: Compared, b: Compared): Promise<boolean> =>
  (
    await manager.query<unknown[]>(
      `select 1 from votes where run_id = $1 and undone_at is null and least(candidate_a, candidate_b) = least($2::uuid, $3::uuid)
       and greatest(candidate_a, candidate_b) = greatest($2::uuid, $3::uuid)`,
      [a.run_id, a.id, b.id],
    )
  ).length > 0;

async function addScores(manager: EntityManager, compared: readonly Compared[]): Promise<void> {
  const moved = compared.filter(({ votes }) => votes > 0);
  await manager.query(
    `update image_candidates c set elo_score = elo_score + s.gained, vote_count = vote_count + s.votes
     from unnest($1::uuid[], $2::int[], $3::int[]) as s (id, gained, votes) where c.id = s.id`,
    [moved.map(({ id }) => id), moved.map(({ gained }) => gained), moved.map(({ votes }) => votes)],
  );
}
