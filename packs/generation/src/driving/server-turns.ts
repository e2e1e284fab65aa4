import { Injectable } from '@nestjs/common';
import type { Denied, NoAnswer } from '@trellis/comfyui';
import { AttemptRows, type DrivenAttempt } from '../attempts/attempt-rows.ts';
import { EndAttemptService } from '../attempts/end-attempt.service.ts';
import { CollectService } from '../collecting/collect.service.ts';
import { ServerGoneError, type ClaimedJob } from '../scheduling/claimed-job.ts';
import { DueJobsService } from '../scheduling/due-jobs.service.ts';
import { SchedulerService } from '../scheduling/scheduler.service.ts';
import type { DrivenServer } from '../servers/driven-server.ts';
import { ServerRows } from '../servers/server-rows.ts';
import { FollowAttemptService } from './follow-attempt.service.ts';
import { LatePicturesService } from './late-pictures.service.ts';
import { SendAttemptService } from './send-attempt.service.ts';

/** What a free server makes next. */
@Injectable()
export class NextJobs {
  constructor(
    readonly servers: ServerRows,
    private readonly due: DueJobsService,
    private readonly scheduler: SchedulerService,
  ) {}

  /** While it works for others, a server gets nothing that another could make. */
  async claim({ id, baseUrl, state }: DrivenServer): Promise<ClaimedJob | undefined> {
    if (state === 'busy_elsewhere' && (await this.servers.isAnotherFree(id))) return undefined;
    const server = { id, baseUrl };
    try {
      return (await this.due.claim(server)) ?? (await this.scheduler.claim(server));
    } catch (error) {
      // Nothing was recorded. The driver hears of the change at its next look for servers.
      if (error instanceof ServerGoneError) return undefined;
      throw error;
    }
  }
}

/** Sends a job, unless its picture came after all. */
@Injectable()
export class Sending {
  constructor(
    readonly late: LatePicturesService,
    private readonly sender: SendAttemptService,
    readonly ends: EndAttemptService,
    private readonly rows: AttemptRows,
  ) {}

  async execute(server: DrivenServer, job: ClaimedJob): Promise<Denied | NoAnswer | undefined> {
    if (job.attempts === 0) return this.sender.execute(server, job);
    if (!(await this.late.takeOfJob(server, job.id))) {
      if (await this.rows.needsFree(job.id, server.id)) await server.client.free();
      return this.sender.execute(server, job);
    }
    const { attemptId: id, id: jobId, runId } = job;
    await this.ends.execute({ id, jobId, runId, state: 'sending' }, { as: 'unsent', message: 'Its picture is there.' });
    return undefined;
  }
}

/** What the loop of a server does in its turns. */
@Injectable()
export class ServerTurns {
  constructor(
    readonly rows: AttemptRows,
    readonly following: FollowAttemptService,
    readonly collecting: CollectService,
    private readonly jobs: NextJobs,
    private readonly sending: Sending,
  ) {}

  get late(): LatePicturesService {
    return this.sending.late;
  }

  get servers(): ServerRows {
    return this.jobs.servers;
  }

  claim(server: DrivenServer): Promise<ClaimedJob | undefined> {
    return this.jobs.claim(server);
  }

  /** Ends what nothing can look after any more. */
  async giveUp({ id, jobId, runId, state }: DrivenAttempt, message: string): Promise<void> {
    if (state === 'sending') await this.rows.move(id, 'sending', 'unsure');
    await this.sending.ends.execute(
      { id, jobId, runId, state: state === 'sending' ? 'unsure' : state },
      { as: 'lost', message },
    );
  }

  send(server: DrivenServer, job: ClaimedJob): Promise<Denied | NoAnswer | undefined> {
    return this.sending.execute(server, job);
  }
}
