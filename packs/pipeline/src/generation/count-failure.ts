import type { EntityManager } from 'typeorm';
import { rejectBranch } from '../candidates/reject-candidate.service.ts';
import { MOST_FAILURES } from './next-generation.ts';

const FAIL = `
  update image_candidates set failure_count = failure_count + 1 where id = $1 returning failure_count as failures, status`;
const RESET = `update image_candidates set failure_count = 0 where id = $1 and failure_count between 1 and ${MOST_FAILURES - 1}`;

/**
 * One failure more of a parent in a locked run. At the third in a row the parent is rejected with its branch; a branch
 * with the winner stays, and gets no more children.
 */
export async function countFailure(manager: EntityManager, parentId: string, actor: string): Promise<void> {
  const [rows] = await manager.query<[{ failures: number; status: string }[], number]>(FAIL, [parentId]);
  const [parent] = rows;
  if (!parent || parent.status === 'rejected' || parent.failures < MOST_FAILURES) return;
  await rejectBranch(manager, parentId, { actor, data: { failures: parent.failures } });
}

/** A child of this parent was made. */
export async function resetFailures(manager: EntityManager, parentId: string): Promise<void> {
  await manager.query(RESET, [parentId]);
}
