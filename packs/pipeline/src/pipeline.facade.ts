import { Injectable } from '@nestjs/common';
import { In, MoreThan, type EntityManager } from 'typeorm';
import { Database, recordAudit, type Page, type PageRequest } from '@trellis/database';
import type { OpenImage } from '@trellis/images';
import { CandidateFiles } from './candidates/candidate-files.ts';
import { PipelineRunEntity } from './runs/pipeline-run.entity.ts';
import { plannableRuns, type PlannableRun } from './runs/plannable-runs.ts';
import { rewriteRuns, runsThatStand, type RunRewrite } from './runs/rewrite-runs.ts';
import { RunEvents } from './runs/run-events.ts';
import { standingsOf, type RunStanding } from './runs/run-standing.ts';
import type { NewRun } from './runs/run-input.ts';
import type { RunView } from './runs/run-view.ts';
import { RunsService } from './runs/runs.service.ts';

/** Runs for the packs above. */
@Injectable()
export class PipelineFacade {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsService,
    private readonly events: RunEvents,
    private readonly files: CandidateFiles,
  ) {}

  /** The current state of the run, read in the caller's transaction. Undefined when there is no such run. */
  async standing(manager: EntityManager, runId: string): Promise<RunStanding | undefined> {
    return (await standingsOf(manager, [runId]))[0];
  }

  /** The same for many runs. Missing runs are left out. */
  standings(manager: EntityManager, runIds: readonly string[]): Promise<RunStanding[]> {
    return standingsOf(manager, runIds);
  }

  /** The ids that belong to runs. */
  async existingRuns(runIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.manager.find(PipelineRunEntity, {
      where: { id: In([...runIds]) },
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** Opens a winner's file; the caller closes it. @throws ImageRefusedError */
  openImage(imagePath: string): Promise<OpenImage> {
    return this.files.open(imagePath);
  }

  /** The ids of completed runs after `after`, in order, to process all of them in bounded memory. */
  async completedRunIds(after: string | undefined, limit: number): Promise<string[]> {
    const where = { status: 'completed' as const, ...(after && { id: MoreThan(after) }) };
    const runs = await this.database.manager.find(PipelineRunEntity, {
      where,
      select: { id: true },
      order: { id: 'ASC' },
      take: limit,
    });
    return runs.map(({ id }) => id);
  }

  countRuns(): Promise<number> {
    return this.database.manager.count(PipelineRunEntity);
  }

  /** Runs as a backfill plans them, after `after`, by id. */
  pageForPlanning(after: string | undefined, limit: number): Promise<PlannableRun[]> {
    return plannableRuns(this.database.manager, after, limit);
  }

  /** Publishes the state of completed runs again, so that they are linked again. In the caller's transaction. */
  recordCompleted(manager: EntityManager, ...runIds: readonly string[]): Promise<void> {
    return this.events.recordCompleted(manager, runIds);
  }

  /**
   * Changes runs that are still as expected, without events. The caller has locked their clusters. Returns the ids of
   * the changed runs.
   */
  rewriteRuns(manager: EntityManager, rewrites: readonly RunRewrite[]): Promise<Set<string>> {
    return rewriteRuns(manager, rewrites);
  }

  /** The ids of the runs that are as `after` states. */
  runsThatStand(manager: EntityManager, rewrites: readonly RunRewrite[]): Promise<Set<string>> {
    return runsThatStand(manager, rewrites);
  }

  /** @throws DomainError as POST /runs does */
  createRun(run: NewRun): Promise<RunView> {
    return this.runs.create(run);
  }

  /** The photo of a completed run follows through its link. @throws DomainError run_not_found, cluster_not_found */
  async moveRun(runId: string, clusterId: string | null, actor: string): Promise<void> {
    await this.runs.update(runId, { clusterId }, actor);
  }

  /** @throws DomainError run_not_found */
  getRun(id: string): Promise<RunView> {
    return this.runs.get(id);
  }

  listRunsOfCluster(clusterId: string, { limit, cursor }: PageRequest): Promise<Page<RunView>> {
    return this.runs.list({ clusterId, limit, cursor });
  }

  /** Id and name of the run of each candidate, by candidate id. */
  async runsOfCandidates(candidateIds: readonly string[]): Promise<Map<string, { id: string; name: string }>> {
    if (candidateIds.length === 0) return new Map();
    const rows = await this.database.query<{ candidate_id: string; id: string; name: string }[]>(
      `select c.id as candidate_id, r.id, r.name from image_candidates c join pipeline_runs r on r.id = c.run_id where c.id = any($1)`,
      [candidateIds],
    );
    return new Map(rows.map(({ candidate_id, id, name }) => [candidate_id, { id, name }]));
  }

  /** Moves every run out of a cluster that is about to be deleted. Completed runs publish their state. */
  async leaveCluster(manager: EntityManager, clusterId: string, actor: string): Promise<void> {
    const [rows] = await manager.query<[{ id: string }[], number]>(
      `update pipeline_runs set cluster_id = null where cluster_id = $1 returning id`,
      [clusterId],
    );
    const runIds = rows.map(({ id }) => id);
    const change = {
      actor,
      action: 'run.cluster_changed',
      subjectType: 'run',
      data: { from: clusterId, to: null },
    } as const;
    await recordAudit(manager, ...runIds.map((subjectId) => ({ ...change, subjectId })));
    await this.events.recordCompleted(manager, runIds);
  }
}
