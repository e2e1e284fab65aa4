import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';

/** Jobs without an attempt under way of which no picture is wanted any more. Those under way end by their driver. */
const CANCEL = `
  update generation_jobs j set state = 'cancelled', ended_at = now(), next_attempt_at = null,
    reason = case when j.cancel_requested_at is not null then 'by_person'
      when r.status in ('completed', 'failed') then 'run_closed' else 'parent_rejected' end
  from generation_jobs o join pub_pipeline_runs r on r.id = o.run_id
  left join pub_pipeline_candidates p on p.id = o.parent_id
  where j.id = o.id and j.state in ('queued', 'waiting')
    and (o.cancel_requested_at is not null or r.status in ('completed', 'failed') or p.status = 'rejected')`;

@Injectable()
export class UnwantedJobs {
  constructor(private readonly database: Database) {}

  async cancel(): Promise<void> {
    await this.database.query(CANCEL);
  }
}
