import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ContentPolicy, newId, notFound, unknownReference } from '@trellis/kernel';
import {
  containing,
  Database,
  edited,
  recordAudit,
  refusing,
  requireUnchanged,
  newestFirst,
  paginate,
  type Page,
} from '@trellis/database';
import { PipelineEntity } from '../pipelines/pipeline.entity.ts';
import { ClusterLocks } from './cluster-locks.ts';
import { lockRun } from './lock-run.ts';
import { RenditionFiles } from '../renditions/rendition-files.ts';
import { PipelineRunEntity } from './pipeline-run.entity.ts';
import { defaultRunName, defaultTargetFolder } from './run-defaults.ts';
import { textsOf, type NewRun, type RunChanges, type RunFilter } from './run-input.ts';
import { savingRun } from './run.errors.ts';
import { RunEvents } from './run-events.ts';
import { selectRuns, type RunView } from './run-view.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

@Injectable()
export class RunsService {
  constructor(
    private readonly database: Database,
    private readonly events: RunEvents,
    private readonly clusters: ClusterLocks,
    private readonly policy: ContentPolicy,
    private readonly renditions: RenditionFiles,
  ) {}

  async list({ status, personaId, clusterId, q, ...page }: RunFilter): Promise<Page<RunView>> {
    const { manager } = this.database;
    return paginate(manager, {
      list: 'runs',
      filters: { status, personaId, clusterId, q },
      select: selectRuns(manager),
      where: [
        status && ['r.status = ?', status],
        personaId && ['r.persona_id = ?', personaId],
        clusterId && (clusterId === 'none' ? ['r.cluster_id is null'] : ['r.cluster_id = ?', clusterId]),
        q && [containing('r.name'), q],
      ],
      sort: newestFirst('r'),
      page,
    });
  }

  async get(id: string, manager: EntityManager = this.database.manager): Promise<RunView> {
    const [run] = await manager.query<RunView[]>(`${selectRuns(manager)} where r.id = $1`, [id]);
    if (!run) throw notFound(pipelineProblems.run_not_found);
    return run;
  }

  async create(input: NewRun): Promise<RunView> {
    const { manager } = this.database;
    const pipeline = await manager.findOneBy(PipelineEntity, { id: input.pipelineId });
    if (!pipeline) throw unknownReference(pipelineProblems.pipeline_not_found, 'pipelineId');
    const now = new Date();
    const id = newId();
    const name = input.name ?? defaultRunName(pipeline.name, now);
    const run = { targetFolder: defaultTargetFolder(name, now), ...input, ...edited(), id, name };
    await refusing(savingRun, () =>
      this.database.transaction(async (tx) => {
        await this.clusters.lock(tx, [input.clusterId ?? null]);
        await tx.insert(PipelineRunEntity, run);
        // The database adopts the persona of the cluster, so it is known only after the insert.
        const { personaId } = await tx.findOneByOrFail(PipelineRunEntity, { id });
        await this.policy.requireAllowed(personaId, textsOf(run), tx);
        const data = { name, pipelineId: pipeline.id, clusterId: input.clusterId ?? null };
        await recordAudit(tx, { action: 'run.created', subjectType: 'run', subjectId: id, data });
      }),
    );
    return this.get(id);
  }

  /**
   * A new cluster of a completed run is published in the same transaction.
   * @param seen the time of the state that the change was made for; a later state is refused
   */
  async update(id: string, changes: RunChanges, actor: string, seen?: Date): Promise<RunView> {
    const before = await this.get(id);
    if (Object.keys(changes).length === 0) return before;
    const moving = changes.clusterId !== undefined;
    await refusing(savingRun, () =>
      this.database.transaction(async (tx) => {
        if (moving) await this.clusters.lock(tx, [before.clusterId, changes.clusterId ?? null]);
        const run = await lockRun(tx, id);
        await requireUnchanged(tx, { table: 'pipeline_runs', id, seen });
        await tx.update(PipelineRunEntity, { id }, { ...changes, ...edited() });
        await this.requireAllowed(tx, run, changes);
        const fields = Object.keys(changes).filter((field) => field !== 'clusterId');
        if (fields.length > 0)
          await recordAudit(tx, { actor, action: 'run.updated', subjectType: 'run', subjectId: id, data: { fields } });
        if (!moving || changes.clusterId === run.clusterId) return;
        const data = { from: run.clusterId, to: changes.clusterId };
        await recordAudit(tx, { actor, action: 'run.cluster_changed', subjectType: 'run', subjectId: id, data });
        await this.events.recordCompleted(tx, [id]);
      }),
    );
    return this.get(id);
  }

  /** Checks the new texts: the changed ones, or all of them when the persona changes. */
  private async requireAllowed(tx: EntityManager, before: PipelineRunEntity, changes: RunChanges): Promise<void> {
    const run = await tx.findOneByOrFail(PipelineRunEntity, { id: before.id });
    const texts = run.personaId === before.personaId ? textsOf(changes) : textsOf(run);
    await this.policy.requireAllowed(run.personaId, texts, tx);
  }

  /** Deletes its candidates and its link. A photo of its winner stays. */
  async delete(id: string, actor: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await tx.findOneBy(PipelineRunEntity, { id });
      if (!before) throw notFound(pipelineProblems.run_not_found);
      await this.clusters.lock(tx, [before.clusterId]);
      await lockRun(tx, id);
      const { name, clusterId, winnerId } = await this.get(id, tx);
      await tx.delete(PipelineRunEntity, { id });
      const data = { name, clusterId, winnerId };
      await recordAudit(tx, { actor, action: 'run.deleted', subjectType: 'run', subjectId: id, data });
    });
    // After the commit: what a crash leaves here is deleted by `trellis gc`.
    await this.renditions.deleteRun(id);
  }
}
