import pLimit from 'p-limit';
import { DomainError, commonProblems } from '@trellis/kernel';

/** How many images are decoded at once, and how many wait. Each needs memory, and the ones behind it wait for seconds. */
export interface Places {
  atOnce: number;
  waiting: number;
}

/** Runs tasks in a bounded number of places. @throws DomainError too_busy when too many wait */
export function placesFor({ atOnce, waiting }: Places): <T>(task: () => Promise<T>) => Promise<T> {
  const limit = pLimit(atOnce);
  return async (task) => {
    if (limit.pendingCount >= waiting)
      throw new DomainError(
        commonProblems.too_busy,
        'Many images are being checked. Send this one again in a few seconds.',
      );
    return limit(task);
  };
}
