import { commonProblems, defineProblems } from '@trellis/kernel';
import { httpProblems } from '@trellis/http';

export const accessProblems = {
  unauthenticated: httpProblems.unauthenticated,
  name_taken: commonProblems.name_taken,
  ...defineProblems({
    forbidden: ['forbidden', 'The key may not do this'],
    rate_limited: ['limited', 'Too many requests'],
    idempotency_mismatch: ['unprocessable', 'The key was used for another request'],
    request_in_progress: ['conflict', 'The first request is still running'],
    cross_site: ['forbidden', 'The request comes from a page of another site'],
    misdirected: ['misdirected', 'The request is for another host'],
    session_not_found: ['not-found', 'No such session'],
    key_not_found: ['not-found', 'No such key'],
  }),
};
