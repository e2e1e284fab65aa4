import { defineProblems } from '@trellis/kernel';

export const aiProblems = defineProblems({
  ai_budget_exhausted: ['limited', 'The calls or tokens of the day are used up'],
});
