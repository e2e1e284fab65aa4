import { Injectable } from '@nestjs/common';
import type { Denied, NoAnswer, NodeFault, SubmitAnswer } from '@trellis/comfyui';
import { AttemptRows } from '../attempts/attempt-rows.ts';
import { EndAttemptService, type EndedAttempt } from '../attempts/end-attempt.service.ts';
import type { ClaimedJob } from '../scheduling/claimed-job.ts';
import type { DrivenServer } from '../servers/driven-server.ts';
import { troubleOf } from '../servers/server-health.ts';
import { ServerRows } from '../servers/server-rows.ts';
import { FilledWorkflows } from './filled-workflows.ts';
import { ParentImageService } from './parent-image.service.ts';

type Trouble = Denied | NoAnswer;
const KEYS = [401, 403, 407];

/** Sends a claimed job, once. The trouble that kept it out, or undefined. */
@Injectable()
export class SendAttemptService {
  constructor(
    private readonly rows: AttemptRows,
    private readonly ends: EndAttemptService,
    private readonly servers: ServerRows,
    private readonly workflows: FilledWorkflows,
    private readonly parents: ParentImageService,
  ) {}

  async execute(server: DrivenServer, job: ClaimedJob): Promise<Trouble | undefined> {
    const parent = await this.parents.bring(server, job);
    if (parent.kind === 'gone') {
      await this.end(job, { as: 'unsent', message: parent.detail });
      await this.workflows.block(job, 'parent_image_missing', parent.detail);
      return undefined;
    }
    if (parent.kind !== 'there') return this.notBrought(server, job, parent);
    const workflow = job.workflow ?? (await this.workflows.fill(job, parent.name));
    if (workflow === undefined) return this.end(job, { as: 'unsent', message: 'The workflow cannot be filled.' });
    // Another worker drives the server now, and takes this attempt for one that may have been sent.
    if (!server.mayDrive()) return undefined;
    const mark = { library: server.library, job: job.id };
    const { clientId } = server;
    return this.record(server, job, await server.client.submit({ promptId: job.attemptId, workflow, clientId, mark }));
  }

  private async record(server: DrivenServer, job: ClaimedJob, answer: SubmitAnswer): Promise<Trouble | undefined> {
    switch (answer.kind) {
      case 'accepted': {
        const { number, dropped } = answer;
        const message = dropped.length > 0 ? `Without some outputs: ${sentenceOf(dropped)}`.slice(0, 500) : undefined;
        await this.rows.move(job.attemptId, 'sending', 'accepted', { number, message });
        return undefined;
      }
      case 'refused': {
        const message = (sentenceOf(answer.nodes) || answer.message).slice(0, 500);
        await this.servers.refuse({ ...job, serverId: server.id }, message);
        const node = answer.nodes[0]?.nodeId ?? null;
        return this.end(job, { as: 'refused', errorType: answer.type, node, message });
      }
      case 'denied':
        return this.denied(server, job, answer);
      case 'no_answer':
        if (answer.neverSent) return this.unsent(job, answer);
        await this.rows.move(job.attemptId, 'sending', 'unsure');
        return answer;
    }
  }

  /** Nothing was queued; the file of the parent may have arrived or not. */
  private async notBrought(server: DrivenServer, job: ClaimedJob, answer: Trouble): Promise<Trouble | undefined> {
    if (answer.kind === 'denied') return this.denied(server, job, answer);
    if (answer.neverSent) return this.unsent(job, answer);
    const message = `The picture of the parent could not be brought there: ${troubleOf(answer)}.`;
    await this.end(job, { as: 'lost', message });
    return answer;
  }

  /** A key that a proxy does not take is trouble of the server; anything else is a refusal of this job. */
  private async denied(server: DrivenServer, job: ClaimedJob, answer: Denied): Promise<Trouble | undefined> {
    if (KEYS.includes(answer.status)) return this.unsent(job, answer);
    const message = `The server, or a proxy before it, answered ${answer.status}.`;
    await this.servers.refuse({ ...job, serverId: server.id }, message);
    return this.end(job, { as: 'refused', errorType: troubleOf(answer), message });
  }

  private async unsent(job: ClaimedJob, answer: Trouble): Promise<Trouble> {
    await this.end(job, { as: 'unsent', message: troubleOf(answer) });
    return answer;
  }

  private async end({ attemptId: id, id: jobId, runId }: ClaimedJob, end: EndedAttempt): Promise<undefined> {
    await this.ends.execute({ id, jobId, runId, state: 'sending' }, end);
  }
}

/** The faults of nodes in one line. */
const sentenceOf = (nodes: readonly NodeFault[]): string =>
  nodes
    .map(({ nodeId, classType, faults }) => {
      const words = faults.map(({ message, type }) => message || type).join(', ');
      return `node ${nodeId}${classType ? ` (${classType})` : ''}: ${words}`;
    })
    .join('; ');
