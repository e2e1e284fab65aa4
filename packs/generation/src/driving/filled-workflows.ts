import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { PipelineGeneration } from '@trellis/pipeline';
import { block } from '../runs/run-generation-rows.ts';
import type { ClaimedJob } from '../scheduling/claimed-job.ts';

/** The texts of workflows, as they are sent. */
@Injectable()
export class FilledWorkflows {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  /** Undefined: the step was changed meanwhile, and the run waits for a person. */
  async fill(job: ClaimedJob, parentImagePath: string | null): Promise<string | undefined> {
    const { stepId, number, kept } = job;
    const { manager } = this.database;
    const filled = await this.pipeline.fill(manager, { stepId, number, kept, parentImagePath });
    if (filled.kind === 'fault') {
      await this.block(job, `template_value_${filled.problem}`, filled.detail);
      return undefined;
    }
    await manager.query('update generation_jobs set workflow = $2 where id = $1', [job.id, filled.text]);
    return filled.text;
  }

  async block({ runId, stepId }: ClaimedJob, reason: string, detail: string): Promise<void> {
    await this.database.transaction((manager) => block(manager, { runId, stepId, reason, detail }));
  }
}
