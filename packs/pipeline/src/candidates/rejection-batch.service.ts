import { Injectable } from '@nestjs/common';
import { eachOnce, type Outcome } from '../runs/each-once.ts';
import { RejectCandidateService } from './reject-candidate.service.ts';

/** What became of one candidate. */
export interface RejectionResult extends Outcome {
  id: string;
  /** Those that changed: the candidate and what was made from it, or the candidate alone when it is lifted. */
  rejectedIds: string[];
}

/** Rejects or lifts many candidates, each in a transaction of its own. A refused one does not stop the others. */
@Injectable()
export class RejectionBatchService {
  constructor(private readonly rejection: RejectCandidateService) {}

  /** In the order sent. */
  reject(ids: readonly string[]): Promise<RejectionResult[]> {
    return each(ids, (id) => this.rejection.reject(id));
  }

  /** In the order sent; a child that is named before its parent is lifted after it. */
  async lift(ids: readonly string[]): Promise<RejectionResult[]> {
    const lift = async (id: string) => [(await this.rejection.lift(id)).id];
    const results = new Map((await each(ids, lift)).map((result) => [result.id, result]));
    for (let left = waiting(results), before = Infinity; left.length > 0 && left.length < before;) {
      before = left.length;
      for (const result of await each(left, lift)) results.set(result.id, result);
      left = waiting(results);
    }
    return ids.map((id) => results.get(id) as RejectionResult);
  }
}

/** Those whose parent was rejected at that time. */
const waiting = (results: ReadonlyMap<string, RejectionResult>): string[] =>
  [...results.values()].filter(({ code }) => code === 'candidate_rejected').map(({ id }) => id);

async function each(ids: readonly string[], work: (id: string) => Promise<string[]>): Promise<RejectionResult[]> {
  const outcomes = await eachOnce(ids, work);
  return ids.map((id) => {
    const { made: rejectedIds = [], status, code, detail } = outcomes.get(id) as Outcome & { made?: string[] };
    return { id, status, rejectedIds, code, detail };
  });
}
