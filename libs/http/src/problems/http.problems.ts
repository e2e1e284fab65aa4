import { defineProblems } from '@trellis/kernel';

/** Problems that occur before a pack is involved. */
export const httpProblems = defineProblems({
  malformed_json: ['invalid', 'The body is not JSON'],
  route_not_found: ['not-found', 'There is no such route'],
  payload_too_large: ['too-large', 'The body is too large'],
  range_not_satisfiable: ['out-of-range', 'The range cannot be satisfied'],
  unauthenticated: ['unauthenticated', 'A valid API key is required'],
});
