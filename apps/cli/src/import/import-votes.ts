import type { EntityManager } from 'typeorm';
import { eloDeltas } from '@trellis/pipeline';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow, LegacySource } from './legacy-source.ts';
import { either, momentOf, numberOf } from './values.ts';

const TABLE = 'votes';
const START = 1000;

interface Compared {
  id: string;
  run_id: string;
  step_id: string;
}

/** Votes in the order in which they were cast, the first of each pair; the scores are what this log gives. */
export async function importVotes(manager: EntityManager, source: LegacySource, rows: LegacyRows): Promise<void> {
  await rows.load(TABLE);
  const scores = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const row of inOrder(await source.rows(TABLE))) {
    const id = numberOf(row);
    const a = await candidate(manager, rows.idOf('image_candidates', either(row, 'winner_id', 'candidate_a')));
    const b = await candidate(manager, rows.idOf('image_candidates', either(row, 'loser_id', 'candidate_b')));
    if (!a || !b) {
      rows.report.dropped(TABLE, id, 'one of its candidates was not imported');
      continue;
    }
    if (a.run_id !== b.run_id || a.step_id !== b.step_id) {
      rows.report.dropped(TABLE, id, 'its candidates are of different runs or steps');
      continue;
    }
    if (rows.idOf(TABLE, id) === undefined && (await isVoted(manager, a, b))) {
      rows.report.dropped(TABLE, id, 'the pair was voted on before, in one direction or the other');
      continue;
    }
    const [scoreA, scoreB] = [scores.get(a.id) ?? START, scores.get(b.id) ?? START];
    const { deltaA, deltaB } = eloDeltas(scoreA, scoreB, 'a');
    const made = await rows.insert(TABLE, id, {
      run_id: a.run_id,
      step_id: a.step_id,
      candidate_a: a.id,
      candidate_b: b.id,
      outcome: 'a',
      score_a: scoreA,
      score_b: scoreB,
      delta_a: deltaA,
      delta_b: deltaB,
      actor: 'import',
      created_at: momentOf(row['created_at']) ?? new Date(),
    });
    // A vote that was refused moves no score.
    if (!made && rows.idOf(TABLE, id) === undefined) continue;
    scores.set(a.id, scoreA + deltaA).set(b.id, scoreB + deltaB);
    for (const one of [a, b]) counts.set(one.id, (counts.get(one.id) ?? 0) + 1);
  }
  await setScores(manager, scores, counts);
  tellChangedScores(await source.rows('image_candidates'), rows, scores);
}

function tellChangedScores(
  candidates: readonly LegacyRow[],
  rows: LegacyRows,
  scores: ReadonlyMap<string, number>,
): void {
  for (const row of candidates) {
    const id = rows.idOf('image_candidates', numberOf(row));
    if (!id || !rows.created.has(id)) continue;
    const [before, after] = [Number(row['elo_score'] ?? START), scores.get(id) ?? START];
    if (before !== after)
      rows.report.changed('image_candidates', numberOf(row), `score ${before} → ${after}: what its votes give`);
  }
}

const inOrder = (votes: readonly LegacyRow[]): LegacyRow[] =>
  [...votes].sort(
    (one, other) =>
      (momentOf(one['created_at'])?.getTime() ?? 0) - (momentOf(other['created_at'])?.getTime() ?? 0) ||
      numberOf(one) - numberOf(other),
  );

async function candidate(manager: EntityManager, id: string | undefined): Promise<Compared | undefined> {
  if (!id) return undefined;
  return (await manager.query<Compared[]>('select id, run_id, step_id from image_candidates where id = $1', [id]))[0];
}

const isVoted = async (manager: EntityManager, a: Compared, b: Compared): Promise<boolean> =>
  (
    await manager.query<unknown[]>(
      `select 1 from votes where run_id = $1 and undone_at is null and least(candidate_a, candidate_b) = least($2::uuid, $3::uuid)
       and greatest(candidate_a, candidate_b) = greatest($2::uuid, $3::uuid)`,
      [a.run_id, a.id, b.id],
    )
  ).length > 0;

/** Only candidates that nobody has voted on since the import before this one. */
async function setScores(
  manager: EntityManager,
  scores: Map<string, number>,
  counts: Map<string, number>,
): Promise<void> {
  const ids = [...scores.keys()];
  await manager.query(
    `update image_candidates c set elo_score = s.score, vote_count = s.count
     from unnest($1::uuid[], $2::int[], $3::int[]) as s (id, score, count)
     where c.id = s.id and c.vote_count = 0 and c.elo_score = ${START}`,
    [ids, ids.map((id) => scores.get(id)), ids.map((id) => counts.get(id))],
  );
}
