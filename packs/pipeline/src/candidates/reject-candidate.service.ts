import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, recordAudit, refusing } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { RunTurns } from '../runs/run-turns.ts';
import { parentRejected, winnerInBranch } from './candidate.errors.ts';
import { ImageCandidateEntity } from './image-candidate.entity.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

/** The candidate and all of its descendants. */
const BRANCH = `
  with recursive branch as (
    select id from image_candidates where id = $1
    union all select c.id from image_candidates c join branch b on c.parent_id = b.id)`;

const subject = (subjectId: string) => ({ subjectType: 'candidate', subjectId }) as const;

/** The ids of the changed candidates of a locked run; undefined when the winner is among the branch, which stays. */
export async function rejectBranch(
  manager: EntityManager,
  id: string,
  why: { actor?: string; data?: Record<string, unknown> } = {},
): Promise<string[] | undefined> {
  const winners = `${BRANCH} select 1 from image_candidates where is_winner and id in (select id from branch)`;
  if ((await manager.query<unknown[]>(winners, [id])).length > 0) return undefined;
  const [rows] = await manager.query<[{ id: string }[], number]>(
    `${BRANCH} update image_candidates set status = 'rejected'
     where status = 'active' and id in (select id from branch) returning id`,
    [id],
  );
  const { data, ...by } = why;
  const entry = { action: 'candidate.rejected', ...subject(id), ...by, data: { rejected: rows.length, ...data } };
  if (rows.length > 0) await recordAudit(manager, entry);
  return rows.map((row) => row.id);
}

/** Rejects whole branches of candidates, and lifts the rejection of single candidates. */
@Injectable()
export class RejectCandidateService {
  constructor(
    private readonly database: Database,
    private readonly turns: RunTurns,
  ) {}

  /**
   * The ids of the changed candidates; none when repeated. @throws DomainError candidate_not_found, run_closed,
   * winner_in_branch
   */
  reject(id: string): Promise<string[]> {
    return this.onRunOf(id, async (manager) => {
      const rejected = await rejectBranch(manager, id);
      if (!rejected) throw winnerInBranch();
      return rejected;
    });
  }

  /**
   * Only this candidate, not its descendants. @throws DomainError candidate_not_found, run_closed, candidate_rejected
   */
  async lift(id: string): Promise<ImageCandidateEntity> {
    const lifting = { ck_image_candidates_active_parent: parentRejected };
    return this.onRunOf(id, (manager) =>
      refusing(lifting, async () => {
        const { affected } = await manager.update(
          ImageCandidateEntity,
          { id, status: 'rejected' },
          { status: 'active' },
        );
        if (affected) await recordAudit(manager, { action: 'candidate.restored', ...subject(id) });
        return manager.findOneByOrFail(ImageCandidateEntity, { id });
      }),
    );
  }

  private async onRunOf<T>(id: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const candidate = await this.database.manager.findOneBy(ImageCandidateEntity, { id });
    if (!candidate) throw notFound(pipelineProblems.candidate_not_found);
    return this.turns.onOpenRun(candidate.runId, work);
  }
}
