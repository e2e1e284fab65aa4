import type { RunStatus } from './pipeline-run.entity.ts';

/** The allowed transitions of a run. `completed` is final. */
const next: Record<RunStatus, readonly RunStatus[]> = {
  pending: ['running', 'completed', 'failed'],
  running: ['completed', 'failed'],
  completed: [],
  failed: ['pending'],
};

export const canGo = (from: RunStatus, to: RunStatus): boolean => next[from].includes(to);

/** Candidates, votes, rejections and approvals are for open runs only. */
export const isClosed = (status: RunStatus): boolean => status === 'completed' || status === 'failed';
