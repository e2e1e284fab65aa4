import { Injectable } from '@nestjs/common';
import { eachOnce, type Outcome } from './each-once.ts';
import { RunsService } from './runs.service.ts';

/** What became of one run. */
export type MovedRun = Outcome & { id: string };

/** Puts many runs into a cluster, or out of one, each in a transaction of its own. */
@Injectable()
export class MoveRunsService {
  constructor(private readonly runs: RunsService) {}

  /** In the order sent. */
  async move(ids: readonly string[], clusterId: string | null, actor: string): Promise<MovedRun[]> {
    const outcomes = await eachOnce(ids, (id) => this.runs.update(id, { clusterId }, actor));
    return ids.map((id) => {
      const { status, code, detail } = outcomes.get(id) as Outcome;
      return { id, status, code, detail };
    });
  }
}
