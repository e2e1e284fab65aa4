import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { commonProblems, DomainError, newId, notFound, unknownReference } from '@trellis/kernel';
import {
  columnList,
  Database,
  edited,
  recordAudit,
  refusing,
  requireUnchanged,
  newestFirst,
  paginate,
  type Page,
  type PageRequest,
} from '@trellis/database';
import type { ChangedStep, NewPipeline, PipelineChanges } from './pipeline-input.ts';
import { PipelineEntity } from './pipeline.entity.ts';
import { removingStep, templateRefused } from './pipeline.errors.ts';
import type { PipelineWithSteps } from './pipeline-with-steps.ts';
import { PipelineStepEntity } from './pipeline-step.entity.ts';
import { refuseLargeTemplates } from './template-limits.ts';
import { templateFault } from './workflow-template.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

@Injectable()
export class PipelinesService {
  constructor(private readonly database: Database) {}

  async list(page: PageRequest): Promise<Page<PipelineWithSteps>> {
    const { manager } = this.database;
    const found = await paginate<PipelineEntity>(manager, {
      list: 'pipelines',
      filters: {},
      select: `select ${columnList(manager, PipelineEntity, 'p')} from pipelines p`,
      sort: newestFirst('p'),
      page,
      more: (pipelines) => templateBytes(manager, pipelines),
    });
    return { ...found, items: await withSteps(manager, found.items) };
  }

  async get(id: string): Promise<PipelineWithSteps> {
    const pipelines = await this.database.manager.findBy(PipelineEntity, { id });
    const [pipeline] = await withSteps(this.database.manager, pipelines);
    if (!pipeline) throw notFound(pipelineProblems.pipeline_not_found);
    return pipeline;
  }

  async create({ steps = [], ...pipeline }: NewPipeline): Promise<PipelineWithSteps> {
    const id = newId();
    refuseLargeTemplates(steps);
    refuseBrokenTemplates(steps);
    await this.database.transaction(async (manager) => {
      await manager.insert(PipelineEntity, { ...pipeline, ...edited(), id });
      await manager.insert(
        PipelineStepEntity,
        steps.map((step) => ({ ...step, id: newId(), pipelineId: id })),
      );
      await recordAudit(manager, { action: 'pipeline.created', ...subject(id), data: { name: pipeline.name } });
    });
    return this.get(id);
  }

  /** @param seen the time of the state that the change was made for; a later state is refused */
  async update(id: string, { steps, ...fields }: PipelineChanges, seen?: Date): Promise<PipelineWithSteps> {
    refuseBrokenTemplates(steps ?? []);
    await this.database.transaction(async (manager) => {
      const found = await manager.findOne(PipelineEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!found) throw notFound(pipelineProblems.pipeline_not_found);
      const changed = Object.keys({ ...fields, ...(steps && { steps }) });
      if (changed.length === 0) return;
      await requireUnchanged(manager, { table: 'pipelines', id, seen });
      await recordAudit(manager, { action: 'pipeline.updated', ...subject(id), data: { fields: changed } });
      // Also for new steps only: they are a change of the pipeline.
      await manager.update(PipelineEntity, { id }, { ...fields, ...edited() });
      if (!steps) return;
      const before = await manager.findBy(PipelineStepEntity, { pipelineId: id });
      refuseLargeTemplates(steps, before);
      await replaceSteps(manager, id, { before, steps });
    });
    return this.get(id);
  }

  async delete(id: string): Promise<void> {
    const { name } = await this.get(id);
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.delete(PipelineEntity, { id });
      if (!affected) throw notFound(pipelineProblems.pipeline_not_found);
      await recordAudit(manager, { action: 'pipeline.deleted', ...subject(id), data: { name } });
    });
  }
}

const subject = (subjectId: string) => ({ subjectType: 'pipeline', subjectId }) as const;

/** An upper bound: in JSON no character of a valid template takes more than twice its bytes. Nothing is decompressed. */
async function templateBytes(manager: EntityManager, pipelines: readonly PipelineEntity[]): Promise<number[]> {
  const rows = await manager.query<{ id: string; bytes: number }[]>(
    `select pipeline_id as id, sum(2 * octet_length(workflow_template) + 500)::int as bytes
     from pipeline_steps where pipeline_id = any($1) group by 1`,
    [pipelines.map(({ id }) => id)],
  );
  const bytes = new Map(rows.map((row) => [row.id, row.bytes]));
  return pipelines.map(({ id }) => bytes.get(id) ?? 0);
}

/** A step is replaced as a whole. What is missing gets its default. */
const DEFAULTS = {
  needsRunPrompt: false,
  needsParentImagePath: false,
  needsRunVariables: false,
  outputNode: null,
  timeoutMinutes: null,
};

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

/** Positions may be swapped: their uniqueness is checked at the commit. */
async function replaceSteps(
  manager: EntityManager,
  pipelineId: string,
  { before, steps }: { before: PipelineStepEntity[]; steps: ChangedStep[] },
): Promise<void> {
  const existing = new Set(before.map(({ id }) => id));
  const kept = new Set<string>();
  for (const { id } of steps) {
    if (!id) continue;
    if (!existing.has(id)) throw unknownReference(pipelineProblems.step_not_found, 'steps', 'of this pipeline');
    if (kept.has(id)) throw new DomainError(commonProblems.validation_failed, 'steps names the same step twice.');
    kept.add(id);
  }
  const removed = [...existing].filter((id) => !kept.has(id));
  if (removed.length > 0) await refusing(removingStep, () => manager.delete(PipelineStepEntity, { id: In(removed) }));
  for (const { id, ...step } of steps) {
    if (id) await manager.update(PipelineStepEntity, { id }, { ...DEFAULTS, ...step });
    else await manager.insert(PipelineStepEntity, { ...step, id: newId(), pipelineId });
  }
}

function refuseBrokenTemplates(steps: { name: string; workflowTemplate: string }[]): void {
  for (const { name, workflowTemplate } of steps) {
    const fault = templateFault(workflowTemplate);
    if (fault) throw templateRefused(name, fault);
  }
}
