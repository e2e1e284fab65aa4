import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@trellis/database';
import { newId } from '@trellis/kernel';
import { GENERATION_ACTOR, PipelineGeneration, type NextGeneration } from '@trellis/pipeline';
import { block, openJobsOf } from '../runs/run-generation-rows.ts';
import { startAttempt, type AskingServer, type ClaimedJob } from './claimed-job.ts';
import { raffle } from './raffle.ts';

/** $1 runs that were tried. The one that was served longest ago. */
const NEXT_RUN = `
  select run_id as id, max_children as most, coalesce(wait_until > now(), false) as "isBasePaused" from run_generations
  where state = 'on' and not idle and run_id <> all($1)
  order by last_served_at nulls first, run_id limit 1 for update skip locked`;

const INSERT = `
  insert into generation_jobs (id, run_id, step_id, parent_id, kept_values, created_by)
  values ($1, $2, $3, $4, $5, $6) returning number`;

const MOST_RANDOM = 999_999_999;
const MOST_TRIES = 20;
const PASSED_OVER = 'update run_generations set last_served_at = clock_timestamp() where run_id = $1';

interface Run {
  id: string;
  most: number;
  isBasePaused: boolean;
}

/** What came of one run: a job, nothing for this server, or a workflow that cannot be filled. */
type Served = { kind: 'job'; job: ClaimedJob } | { kind: 'nothing' } | { kind: 'fault'; fault: Unfillable };

/** Thrown to take the job back: nothing of it stays but the reason. */
class Unfillable extends Error {
  constructor(
    readonly stepId: string,
    readonly problem: 'missing' | 'invalid',
    message: string,
  ) {
    super(message);
  }
}

/** Chooses what a free server makes next. */
@Injectable()
export class SchedulerService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  /** A new job of the run that was served longest ago. A run that needs nothing uses no turn. */
  async claim(server: AskingServer, random = Math.random): Promise<ClaimedJob | undefined> {
    const tried: string[] = [];
    while (tried.length < MOST_TRIES) {
      const served = await this.serve(server, tried, random);
      if (!served) return undefined;
      if (served.kind === 'job') return served.job;
    }
    return undefined;
  }

  private async serve(server: AskingServer, tried: string[], random: () => number): Promise<Served | undefined> {
    let run: Run | undefined;
    try {
      return await this.database.transaction(async (manager) => {
        [run] = await manager.query<Run[]>(NEXT_RUN, [tried]);
        return run && (await this.serveRun(manager, { server, run, random }));
      });
    } catch (error) {
      if (!(error instanceof Unfillable) || !run) throw error;
      await this.blockRun(run.id, error);
      return { kind: 'fault', fault: error };
    } finally {
      if (run) tried.push(run.id);
    }
  }

  private async serveRun(
    manager: EntityManager,
    { server, run, random }: { server: AskingServer; run: Run; random: () => number },
  ): Promise<Served> {
    const lock = await this.pipeline.tryLock(manager, run.id);
    if (!lock) return { kind: 'nothing' };
    const next = lock.isOpen && (await this.next(manager, run));
    if (!next || next.kind === 'none') {
      // In a pause, time ends it, and no trigger: others come first meanwhile.
      const isTimed = run.isBasePaused && lock.isOpen;
      await manager.query(isTimed ? PASSED_OVER : 'update run_generations set idle = true where run_id = $1', [run.id]);
      return { kind: 'nothing' };
    }
    if (await isRefused(manager, [run.id, next.stepId, server.id])) {
      // Runs that this server cannot serve do not stand before those that it can.
      await manager.query(PASSED_OVER, [run.id]);
      return { kind: 'nothing' };
    }
    return { kind: 'job', job: await this.begin(manager, { server, runId: run.id, next, random }) };
  }

  private async next(manager: EntityManager, { id: runId, most, isBasePaused }: Run): Promise<NextGeneration> {
    const open = await openJobsOf(manager, runId);
    return this.pipeline.next(manager, { runId, most, open, isBasePaused });
  }

  private async begin(
    manager: EntityManager,
    wanted: {
      server: AskingServer;
      runId: string;
      next: Exclude<NextGeneration, { kind: 'none' }>;
      random: () => number;
    },
  ): Promise<ClaimedJob> {
    const { server, runId, next, random } = wanted;
    const parentId = next.kind === 'child' ? (raffle(next.parents, random())?.id ?? null) : null;
    const { stepId } = next;
    const kept = await this.pipeline.keep(manager, runId, { now: Date.now(), random: randomInt(MOST_RANDOM + 1) });
    const id = newId();
    const [{ number }] = await manager.query<[{ number: string }]>(INSERT, [
      ...[id, runId, stepId, parentId],
      ...[JSON.stringify(kept), GENERATION_ACTOR],
    ]);
    const job = { id, runId, stepId, parentId, number: Number(number), kept, attempts: 0 };
    // Where the parent's file will be is not known before it is on the server.
    const trial = { stepId, number: job.number, kept, parentImagePath: parentId && 'parent.png' };
    const filled = await this.pipeline.fill(manager, trial);
    if (filled.kind === 'fault') throw new Unfillable(stepId, filled.problem, filled.detail);
    return startAttempt(manager, server, parentId ? job : { ...job, workflow: filled.text });
  }

  private async blockRun(runId: string, { stepId, problem, message }: Unfillable): Promise<void> {
    const reason = `template_value_${problem}`;
    await this.database.transaction((manager) => block(manager, { runId, stepId, reason, detail: message }));
  }
}

const isRefused = async (manager: EntityManager, place: readonly string[]): Promise<boolean> =>
  (
    await manager.query<unknown[]>(
      'select 1 from step_server_refusals where run_id = $1 and step_id = $2 and server_id = $3',
      [...place],
    )
  ).length > 0;
