import { Injectable } from '@nestjs/common';
import { Database, newestFirst, paginate, type Page, type PageRequest } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { generationProblems } from '../generation.problems.ts';
import { JOB_COLUMNS, type AttemptView, type JobDetails, type JobView, type OutputView } from './job-view.ts';
import type { JobState } from '../states/job-state.ts';

export interface JobFilter extends PageRequest {
  runId?: string;
  state?: JobState;
}

const ATTEMPTS = `
  select id, jsonb_build_object('id', server_id, 'name', server_name) as server, state, sent_at as "sentAt",
    accepted_at as "acceptedAt", running_at as "runningAt", ended_at as "endedAt",
    case when num_nonnulls(error_type, message) > 0
      then jsonb_build_object('type', error_type, 'node', node, 'message', message) end as error
  from generation_attempts where job_id = $1 order by created_at, id`;
const OUTPUTS = `
  select o.attempt_id as "attemptId", o.node, o.filename, o.candidate_id as "candidateId", o.refusal
  from generation_outputs o join generation_attempts a on a.id = o.attempt_id
  where o.job_id = $1 order by a.created_at, o.ordinal`;

@Injectable()
export class JobsService {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  list({ runId, state, ...page }: JobFilter): Promise<Page<JobView>> {
    return paginate<JobView>(this.database.manager, {
      list: 'jobs',
      filters: { runId, state },
      select: JOB_COLUMNS,
      where: [runId && ['j.run_id = ?', runId], state && ['j.state = ?', state]],
      sort: newestFirst('j'),
      page,
    });
  }

  /** @throws DomainError job_not_found */
  async get(id: string): Promise<JobDetails> {
    const [job] = await this.database.query<JobView[]>(`${JOB_COLUMNS} where j.id = $1`, [id]);
    if (!job) throw notFound(generationProblems.job_not_found);
    const attempts = await this.database.query<AttemptView[]>(ATTEMPTS, [id]);
    const outputs = await this.database.query<OutputView[]>(OUTPUTS, [id]);
    return { ...job, attempts, outputs };
  }
}
