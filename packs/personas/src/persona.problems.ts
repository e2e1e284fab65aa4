import { commonProblems, defineProblems } from '@trellis/kernel';

export const personaProblems = {
  name_taken: commonProblems.name_taken,
  in_use: commonProblems.in_use,
  ...defineProblems({
    persona_not_found: ['not-found', 'No such persona'],
    persona_mismatch: ['unprocessable', 'The personas do not match'],
  }),
};
