import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { DomainError, newId } from '@trellis/kernel';
import { inTransaction, refusing } from '@trellis/database';
import { newestFirst, notFound, paginate, unknownReference, type Page, type PageQuery } from '@trellis/http';
import type { ChangedStepDto, CreatePipelineDto, UpdatePipelineDto } from './pipeline.dto.ts';
import { PipelineEntity } from './pipeline.entity.ts';
import { deletingPipeline, removingStep, templateRefused } from './pipeline.errors.ts';
import type { PipelineWithSteps } from './pipeline-with-steps.ts';
import { PipelineStepEntity } from './pipeline-step.entity.ts';
import { isWorkflowTemplate } from './workflow-template.ts';

@Injectable()
export class PipelinesService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async list(page: PageQuery): Promise<Page<PipelineWithSteps>> {
    const query = this.dataSource.manager.createQueryBuilder(PipelineEntity, 'pipeline');
    const { items, nextCursor } = await paginate(query, {
      list: 'pipelines',
      filters: {},
      sort: newestFirst('pipeline'),
      page,
    });
    return { items: await withSteps(this.dataSource.manager, items), nextCursor };
  }

  async get(id: string): Promise<PipelineWithSteps> {
    const pipelines = await this.dataSource.manager.findBy(PipelineEntity, { id });
    const [pipeline] = await withSteps(this.dataSource.manager, pipelines);
    if (!pipeline) throw notFound('pipeline');
    return pipeline;
  }

  async create({ steps = [], ...pipeline }: CreatePipelineDto): Promise<PipelineWithSteps> {
    const id = newId();
    refuseBrokenTemplates(steps);
    await inTransaction(this.dataSource, async (manager) => {
      await manager.insert(PipelineEntity, { ...pipeline, id });
      await manager.insert(
        PipelineStepEntity,
        steps.map((step) => ({ ...step, id: newId(), pipelineId: id })),
      );
    });
    return this.get(id);
  }

  async update(id: string, { steps, ...fields }: UpdatePipelineDto): Promise<PipelineWithSteps> {
    refuseBrokenTemplates(steps ?? []);
    await inTransaction(this.dataSource, async (manager) => {
      const found = await manager.findOne(PipelineEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!found) throw notFound('pipeline');
      if (Object.keys(fields).length > 0) await manager.update(PipelineEntity, { id }, fields);
      if (steps) await replaceSteps(manager, id, steps);
    });
    return this.get(id);
  }

  async delete(id: string): Promise<void> {
    const { affected } = await refusing(deletingPipeline, () => this.dataSource.manager.delete(PipelineEntity, { id }));
    if (!affected) throw notFound('pipeline');
  }
}

/** A step is replaced as a whole: a need that is left out is none. */
const NO_NEEDS = { needsRunPrompt: false, needsParentImagePath: false, needsRunVariables: false };

async function withSteps(manager: EntityManager, pipelines: PipelineEntity[]): Promise<PipelineWithSteps[]> {
  const ids = pipelines.map(({ id }) => id);
  const steps =
    ids.length > 0
      ? await manager.find(PipelineStepEntity, { where: { pipelineId: In(ids) }, order: { position: 'ASC' } })
      : [];
  return pipelines.map((pipeline) => ({
    ...pipeline,
    steps: steps.filter(({ pipelineId }) => pipelineId === pipeline.id),
  }));
}

/** Positions may be exchanged: their uniqueness is checked at the commit. */
async function replaceSteps(manager: EntityManager, pipelineId: string, steps: ChangedStepDto[]): Promise<void> {
  const existing = new Set((await manager.findBy(PipelineStepEntity, { pipelineId })).map(({ id }) => id));
  const kept = new Set<string>();
  for (const { id } of steps) {
    if (!id) continue;
    if (!existing.has(id)) throw unknownReference('step', 'steps', 'of this pipeline');
    if (kept.has(id)) throw new DomainError('validation_failed', 'invalid', 'steps names the same step twice.');
    kept.add(id);
  }
  const removed = [...existing].filter((id) => !kept.has(id));
  if (removed.length > 0) await refusing(removingStep, () => manager.delete(PipelineStepEntity, { id: In(removed) }));
  for (const { id, ...step } of steps) {
    if (id) await manager.update(PipelineStepEntity, { id }, { ...NO_NEEDS, ...step });
    else await manager.insert(PipelineStepEntity, { ...step, id: newId(), pipelineId });
  }
}

function refuseBrokenTemplates(steps: { name: string; workflowTemplate: string }[]): void {
  const broken = steps.find(({ workflowTemplate }) => !isWorkflowTemplate(workflowTemplate));
  if (broken) throw templateRefused(broken.name);
}
