import { commonProblems, defineProblems } from '@trellis/kernel';

export const pillarProblems = {
  name_taken: commonProblems.name_taken,
  ...defineProblems({
    pillar_not_found: ['not-found', 'No such pillar'],
    weight_exceeded: ['conflict', 'The weights exceed 100'],
  }),
};
