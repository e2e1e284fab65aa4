import type { WaitingFor } from './waiting-for.ts';

export const shownStates = ['off', 'on', 'paused', 'blocked'] as const;
export type ShownState = (typeof shownStates)[number];

export interface Progress {
  value: number;
  max: number;
}

export interface GenerationView {
  runId: string;
  state: ShownState;
  maxChildren: number | null;
  waitingFor: WaitingFor | null;
  blocked: { stepId: string | null; reason: string; detail: string | null } | null;
  jobs: { queued: number; working: number; done: number; failed: number; cancelled: number };
  progress: Progress | null;
}
