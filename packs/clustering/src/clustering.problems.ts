import { commonProblems, defineProblems } from '@trellis/kernel';

export const clusteringProblems = {
  name_taken: commonProblems.name_taken,
  ...defineProblems({
    cluster_not_found: ['not-found', 'No such cluster'],
  }),
};
