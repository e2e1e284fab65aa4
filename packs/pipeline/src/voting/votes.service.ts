import { channel } from 'node:diagnostics_channel';
import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { acting, newId, notFound, unknownReference } from '@trellis/kernel';
import { columnList, Database, recordAudit, refusing, paginate, type Page } from '@trellis/database';
import type { ImageCandidateEntity } from '../candidates/image-candidate.entity.ts';
import { RunTurns } from '../runs/run-turns.ts';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { eloDeltas } from './elo.ts';
import type { NewVote, VoteFilter } from './vote-input.ts';
import { VoteEntity } from './vote.entity.ts';
import { castingVote, notComparable, notLatest, notOwnVote, nothingToUndo } from './vote.errors.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

type Voted = Pick<ImageCandidateEntity, 'id' | 'runId' | 'stepId' | 'status' | 'eloScore'>;

/** Publishes each counted vote. */
export const votesCast = channel('trellis.vote');

/** Counts the votes of one run one by one, each from the scores that the previous vote left. */
@Injectable()
export class VotesService {
  constructor(
    private readonly database: Database,
    private readonly turns: RunTurns,
  ) {}

  /** @throws DomainError run_not_found, run_closed, candidate_not_found, not_comparable, already_voted */
  async cast(runId: string, { candidateA, candidateB, outcome }: NewVote, actor: string): Promise<VoteEntity> {
    if (candidateA === candidateB) throw notComparable('they are the same');
    const vote = await this.turns.onOpenRun(runId, (manager) =>
      refusing(castingVote, async () => {
        const [a, b] = await comparable(manager, runId, candidateA, candidateB);
        const { deltaA, deltaB } = eloDeltas(a.eloScore, b.eloScore, outcome);
        const scores = { scoreA: a.eloScore, scoreB: b.eloScore, deltaA, deltaB };
        const row = {
          id: newId(),
          runId,
          stepId: a.stepId,
          candidateA,
          candidateB,
          outcome,
          ...scores,
          actor,
          keyId: acting()?.id ?? null,
        };
        await manager.insert(VoteEntity, row);
        await addToScores(manager, { candidateA, candidateB, deltaA, deltaB, votes: 1 });
        return manager.findOneByOrFail(VoteEntity, { id: row.id });
      }),
    );
    votesCast.publish({ outcome });
    return vote;
  }

  /** Undoes the latest vote, whose it is. @throws DomainError run_not_found, run_closed, nothing_to_undo */
  async undo(runId: string): Promise<VoteEntity> {
    return this.turns.onOpenRun(runId, async (manager) => {
      const vote = await latestOf(manager, runId);
      if (!vote) throw nothingToUndo();
      return takeBack(manager, vote);
    });
  }

  /**
   * Undoes this vote when it is the latest of the run, and the acting key's own unless `anyone`.
   * @throws DomainError run_not_found, run_closed, vote_not_found, not_latest, not_own_vote
   */
  async undoOwn(runId: string, voteId: string, { anyone = false }: { anyone?: boolean }): Promise<VoteEntity> {
    return this.turns.onOpenRun(runId, async (manager) => {
      if (!(await manager.existsBy(VoteEntity, { id: voteId, runId }))) throw notFound(pipelineProblems.vote_not_found);
      const vote = await latestOf(manager, runId);
      if (vote?.id !== voteId) throw notLatest();
      if (!anyone && vote.keyId !== (acting()?.id ?? null)) throw notOwnVote();
      return takeBack(manager, vote);
    });
  }

  /** Newest first; by default without undone votes. @throws DomainError run_not_found */
  async list(runId: string, { undone = false, ...page }: VoteFilter): Promise<Page<VoteEntity>> {
    const { manager } = this.database;
    if (!(await manager.existsBy(PipelineRunEntity, { id: runId }))) throw notFound(pipelineProblems.run_not_found);
    const valueOf = ({ sequence }: VoteEntity) => String(sequence);
    return paginate<VoteEntity>(manager, {
      list: 'votes',
      filters: { runId, undone },
      select: `select ${columnList(manager, VoteEntity, 'v')} from votes v`,
      where: [['v.run_id = ?', runId], [undone ? 'v.undone_at is not null' : 'v.undone_at is null']],
      sort: [{ column: 'v.sequence', direction: 'desc', type: 'numeric', valueOf }],
      page,
    });
  }
}

const latestOf = (manager: EntityManager, runId: string): Promise<VoteEntity | null> =>
  manager.findOne(VoteEntity, { where: { runId, undoneAt: IsNull() }, order: { sequence: 'DESC' } });

async function takeBack(manager: EntityManager, vote: VoteEntity): Promise<VoteEntity> {
  const { id, runId, candidateA, candidateB, deltaA, deltaB } = vote;
  await manager.update(VoteEntity, { id }, { undoneAt: () => 'now()' });
  const data = { voteId: id };
  await recordAudit(manager, { action: 'run.vote_undone', subjectType: 'run', subjectId: runId, data });
  await addToScores(manager, { candidateA, candidateB, deltaA: -deltaA, deltaB: -deltaB, votes: -1 });
  return vote;
}

async function comparable(manager: EntityManager, runId: string, a: string, b: string): Promise<[Voted, Voted]> {
  const rows = await manager.query<Voted[]>(
    `select id, run_id as "runId", step_id as "stepId", status, elo_score as "eloScore" from image_candidates where id = any($1)`,
    [[a, b]],
  );
  const [first, second] = [a, b].map((id) => rows.find((row) => row.id === id));
  if (!first) throw unknownReference(pipelineProblems.candidate_not_found, 'candidateA');
  if (!second) throw unknownReference(pipelineProblems.candidate_not_found, 'candidateB');
  if (first.runId !== runId || second.runId !== runId) throw notComparable('they do not both belong to this run');
  if (first.stepId !== second.stepId) throw notComparable('they belong to different steps');
  if ([first, second].some(({ status }) => status === 'rejected')) throw notComparable('one of them is rejected');
  return [first, second];
}

interface ScoreChange {
  candidateA: string;
  candidateB: string;
  deltaA: number;
  deltaB: number;
  /** Added to both counts. */
  votes: 1 | -1;
}

const addToScores = (manager: EntityManager, change: ScoreChange): Promise<unknown> =>
  manager.query(
    `update image_candidates set elo_score = elo_score + case id when $1 then $3::int else $4::int end, vote_count = vote_count + $5
     where id in ($1, $2)`,
    [change.candidateA, change.candidateB, change.deltaA, change.deltaB, change.votes],
  );
