import { commonProblems, defineProblems } from '@trellis/kernel';

/** The problems of this pack: code, kind and title. */
export const generationProblems = {
  name_taken: commonProblems.name_taken,
  ...defineProblems({
    server_not_found: ['not-found', 'No such server'],
    base_url_taken: ['conflict', 'Another server has this address'],
    server_in_use: ['conflict', 'A picture is being made on the server'],
    job_not_found: ['not-found', 'No such job'],
    job_ended: ['conflict', 'The job has ended'],
    job_open: ['conflict', 'The job has not ended'],
    generation_off: ['conflict', 'Nothing generates for the run'],
    no_room: ['conflict', 'As many pictures as were asked for are there or under way'],
  }),
};
