import { Injectable, Optional } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { inTransaction, recordAudit, refusing } from '@trellis/database';
import { newestFirst, notFound, paginate, unknownReference, type Page } from '@trellis/http';
import { PipelineEntity } from '../pipelines/pipeline.entity.ts';
import { ClusterLocks } from './cluster-locks.ts';
import { lockRun } from './lock-run.ts';
import { PipelineRunEntity } from './pipeline-run.entity.ts';
import { defaultRunName, defaultTargetFolder } from './run-defaults.ts';
import type { RunsQuery, UpdateRunDto } from './run.dto.ts';
import { savingRun } from './run.errors.ts';
import { RunEvents } from './run-events.ts';
import { viewsOf, type NewRun, type RunView } from './run-view.ts';

@Injectable()
export class RunsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly events: RunEvents,
    @Optional() private readonly clusters?: ClusterLocks,
  ) {}

  async list({ status, personaId, clusterId, ...page }: RunsQuery): Promise<Page<RunView>> {
    const { manager } = this.dataSource;
    const query = manager.createQueryBuilder(PipelineRunEntity, 'run');
    if (status) query.andWhere({ status });
    if (personaId) query.andWhere({ personaId });
    if (clusterId) query.andWhere({ clusterId: clusterId === 'none' ? IsNull() : clusterId });
    const filters = { status, personaId, clusterId };
    const { items, nextCursor } = await paginate(query, { list: 'runs', filters, sort: newestFirst('run'), page });
    return { items: await viewsOf(manager, items), nextCursor };
  }

  async get(id: string, manager: EntityManager = this.dataSource.manager): Promise<RunView> {
    const [run] = await viewsOf(manager, await manager.findBy(PipelineRunEntity, { id }));
    if (!run) throw notFound('run');
    return run;
  }

  async create(input: NewRun): Promise<RunView> {
    const { manager } = this.dataSource;
    const pipeline = await manager.findOneBy(PipelineEntity, { id: input.pipelineId });
    if (!pipeline) throw unknownReference('pipeline', 'pipelineId');
    const now = new Date();
    const id = newId();
    const name = input.name ?? defaultRunName(pipeline.name, now);
    const run = { targetFolder: defaultTargetFolder(name, now), ...input, id, name };
    await refusing(savingRun, () =>
      inTransaction(this.dataSource, async (tx) => {
        await this.clusters?.lock(tx, [input.clusterId ?? null]);
        await tx.insert(PipelineRunEntity, run);
      }),
    );
    return this.get(id);
  }

  /** A new cluster of a completed run is told to everybody, in the same transaction. */
  async update(id: string, changes: UpdateRunDto, actor: string): Promise<RunView> {
    const before = await this.get(id);
    if (Object.keys(changes).length === 0) return before;
    const moving = changes.clusterId !== undefined;
    await refusing(savingRun, () =>
      inTransaction(this.dataSource, async (tx) => {
        if (moving) await this.clusters?.lock(tx, [before.clusterId, changes.clusterId ?? null]);
        const run = await lockRun(tx, id);
        await tx.update(PipelineRunEntity, { id }, changes);
        if (!moving || changes.clusterId === run.clusterId) return;
        const data = { from: run.clusterId, to: changes.clusterId };
        await recordAudit(tx, { actor, action: 'run.cluster_changed', subjectType: 'run', subjectId: id, data });
        await this.events.recordCompleted(tx, [id]);
      }),
    );
    return this.get(id);
  }

  /** With its candidates and its link; a photo that was made of its winner stays. */
  async delete(id: string, actor: string): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const before = await tx.findOneBy(PipelineRunEntity, { id });
      if (!before) throw notFound('run');
      await this.clusters?.lock(tx, [before.clusterId]);
      await lockRun(tx, id);
      const { name, clusterId, winnerId } = await this.get(id, tx);
      await tx.delete(PipelineRunEntity, { id });
      const data = { name, clusterId, winnerId };
      await recordAudit(tx, { actor, action: 'run.deleted', subjectType: 'run', subjectId: id, data });
    });
  }
}
