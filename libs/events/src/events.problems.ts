import { defineProblems } from '@trellis/kernel';

export const eventProblems = defineProblems({
  event_not_found: ['not-found', 'No such dead letter'],
});
