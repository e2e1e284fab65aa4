import { defineProblems } from '@trellis/kernel';

/** The problems of this pack: code, kind and title. */
export const strategyProblems = defineProblems({
  gap_analysis_not_found: ['not-found', 'No such gap analysis'],
  suggestion_batch_not_found: ['not-found', 'No such batch of suggestions'],
  suggestion_not_found: ['not-found', 'No such suggestion'],
  suggestion_closed: ['conflict', 'The suggestion was decided, or has expired'],
  batch_running: ['conflict', 'A batch of this pillar is under way'],
});
