import { Injectable } from '@nestjs/common';
import { DomainError } from '@trellis/kernel';
import { RejectCandidateService } from './reject-candidate.service.ts';

/** What became of one candidate. */
export interface RejectionResult {
  id: string;
  status: 'done' | 'refused';
  /** Those that changed: the candidate and what was made from it, or the candidate alone when it is lifted. */
  rejectedIds: string[];
  code: string | null;
  detail: string | null;
}

/** Rejects or lifts many candidates, each in a transaction of its own. A refused one does not stop the others. */
@Injectable()
export class RejectionBatchService {
  constructor(private readonly rejection: RejectCandidateService) {}

  /** In the order sent. */
  reject(ids: readonly string[]): Promise<RejectionResult[]> {
    return eachOnce(ids, (id) => this.rejection.reject(id));
  }

  /** In the order sent; a child that is named before its parent is lifted after it. */
  async lift(ids: readonly string[]): Promise<RejectionResult[]> {
    const lift = async (id: string) => [(await this.rejection.lift(id)).id];
    const results = new Map((await eachOnce(ids, lift)).map((result) => [result.id, result]));
    for (let left = waiting(results), before = Infinity; left.length > 0 && left.length < before;) {
      before = left.length;
      for (const result of await eachOnce(left, lift)) results.set(result.id, result);
      left = waiting(results);
    }
    return ids.map((id) => results.get(id) as RejectionResult);
  }
}

/** Those whose parent was rejected at that time. */
const waiting = (results: ReadonlyMap<string, RejectionResult>): string[] =>
  [...results.values()].filter(({ code }) => code === 'candidate_rejected').map(({ id }) => id);

async function eachOnce(ids: readonly string[], work: (id: string) => Promise<string[]>): Promise<RejectionResult[]> {
  const results = new Map<string, RejectionResult>();
  for (const id of ids) if (!results.has(id)) results.set(id, await outcomeOf(id, work));
  return ids.map((id) => results.get(id) as RejectionResult);
}

async function outcomeOf(id: string, work: (id: string) => Promise<string[]>): Promise<RejectionResult> {
  try {
    return { id, status: 'done', rejectedIds: await work(id), code: null, detail: null };
  } catch (error) {
    // What concerns every candidate ends the request.
    if (!(error instanceof DomainError) || ['unavailable', 'full'].includes(error.kind)) throw error;
    return { id, status: 'refused', rejectedIds: [], code: error.code, detail: error.detail };
  }
}
