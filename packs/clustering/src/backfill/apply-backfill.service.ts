import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, recordAudit, type AuditEntry, violatedConstraint } from '@trellis/database';
import { PipelineFacade } from '@trellis/pipeline';
import type { BackfillFault, BackfillLine, ClusterCreation, RunUpdate } from './backfill-plan.ts';
import { appliedBefore, recordLines, takeTurn } from './backfill-store.ts';

export interface AppliedBatch {
  applied: number;
  /** Lines that were applied before. */
  skipped: number;
  faults: BackfillFault[];
}

export const STALE = 'it has changed since the plan was written';

const CREATE = `
  with made as (
    insert into clusters (id, persona_id, name) values ($1, $2, $3) on conflict do nothing returning id, persona_id)
  , assigned as (
    insert into pillar_cluster_assignments (pillar_id, cluster_id, persona_id, is_primary)
    select $4, id, persona_id, true from made where $4::uuid is not null)
  select id from made`;

/**
 * The link of a completed run becomes pending when the run gets a cluster. A recently completed run has a link already.
 */
const OPEN_LINKS = `
  insert into cluster_links (run_id, cluster_id) select id, cluster_id from pub_pipeline_runs
  where id = any($1) and status = 'completed' and cluster_id is not null on conflict do nothing`;

/** Applies plans: each line once, after any crash, and only where the library is still as the plan found it. */
@Injectable()
export class ApplyBackfillService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
  ) {}

  /** Applies the clusters and runs of one batch in one transaction, together with their records. Links are separate. */
  async apply(lines: readonly (ClusterCreation | RunUpdate)[], actor: string): Promise<AppliedBatch> {
    try {
      return await this.database.transaction((manager) => this.applyIn(manager, lines, actor));
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (!constraint) throw error;
      return lines.length > 1 ? this.oneByOne(lines, actor) : refused(lines, constraint);
    }
  }

  private async oneByOne(lines: readonly (ClusterCreation | RunUpdate)[], actor: string): Promise<AppliedBatch> {
    const all: AppliedBatch = { applied: 0, skipped: 0, faults: [] };
    for (const line of lines) {
      const { applied, skipped, faults } = await this.apply([line], actor);
      all.applied += applied;
      all.skipped += skipped;
      all.faults.push(...faults);
    }
    return all;
  }

  private async applyIn(
    manager: EntityManager,
    lines: readonly (ClusterCreation | RunUpdate)[],
    actor: string,
  ): Promise<AppliedBatch> {
    await takeTurn(manager, lines[0]?.plan as string);
    const before = await appliedBefore(manager, lines);
    const left = lines.filter(({ line }) => !before.has(line));
    const creations = left.filter((line): line is ClusterCreation => line.change === 'cluster.create');
    const updates = left.filter((line): line is RunUpdate => line.change === 'run.update');
    const done = [...(await this.create(manager, creations, actor)), ...(await this.update(manager, updates, actor))];
    await recordLines(manager, done);
    const applied = new Set(done.map(({ line }) => line));
    const faults = left.filter(({ line }) => !applied.has(line)).map((line) => faultOf(line, STALE));
    return { applied: done.length, skipped: before.size, faults };
  }

  private async create(manager: EntityManager, lines: ClusterCreation[], actor: string): Promise<ClusterCreation[]> {
    const made: ClusterCreation[] = [];
    for (const line of lines) {
      const { personaId, name, pillarId } = line.after;
      const rows = await manager.query<unknown[]>(CREATE, [line.id, personaId, name, pillarId]);
      if (rows.length === 0) continue;
      const entry = { actor, action: 'cluster.created', subjectType: 'cluster', subjectId: line.id } as const;
      await recordAudit(manager, { ...entry, data: { backfill: line.plan } });
      made.push(line);
    }
    return made;
  }

  private async update(manager: EntityManager, lines: RunUpdate[], actor: string): Promise<RunUpdate[]> {
    if (lines.length === 0) return [];
    const clusters = lines.flatMap(({ before, after }) => [before.clusterId, after.clusterId]).filter(Boolean);
    await manager.query('select id from clusters where id = any($1) order by id for no key update', [clusters]);
    const rewrites = lines.map(({ id: runId, before, after, seenAt }) => ({ runId, before, after, seenAt }));
    const changed = await this.pipeline.rewriteRuns(manager, rewrites);
    await manager.query(OPEN_LINKS, [[...changed]]);
    const done = lines.filter(({ id }) => changed.has(id));
    await recordAudit(manager, ...done.filter(({ after }) => after.clusterId).map((line) => moved(line, actor)));
    return done;
  }
}

export const faultOf = ({ line, change, id }: BackfillLine, why: string): BackfillFault => ({ line, change, id, why });

export const refusedBy = (constraint: string): string => `the database refuses it (${constraint})`;

const refused = (lines: readonly BackfillLine[], constraint: string): AppliedBatch => ({
  applied: 0,
  skipped: 0,
  faults: lines.map((line) => faultOf(line, refusedBy(constraint))),
});

/** The audit entry of a run that a plan put into a cluster, or took out of it. */
export const moved = ({ id, before, after, plan }: Omit<RunUpdate, 'seenAt'>, actor: string): AuditEntry => ({
  actor,
  action: 'run.cluster_changed',
  subjectType: 'run',
  subjectId: id,
  data: { from: before.clusterId ?? null, to: after.clusterId ?? null, backfill: plan },
});
