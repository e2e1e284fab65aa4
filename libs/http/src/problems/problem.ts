/** RFC 9457, with `code` for programs and `errors` for forms. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  errors?: { path: string; message: string }[];
}

/** Every code the API answers with, and what it is called. The status depends on the place only for `…_not_found`. */
export const problemTypes = {
  validation_failed: 'The request is not valid',
  malformed_json: 'The body is not JSON',
  invalid_cursor: 'The cursor does not belong to this list',
  unauthenticated: 'A valid API key is needed',
  forbidden: 'The key may not do this',
  route_not_found: 'There is no such route',
  payload_too_large: 'The body is too large',
  rate_limited: 'Too many requests',
  name_taken: 'The name is taken',
  in_use: 'Something still uses it',
  weight_exceeded: 'The weights exceed 100',
  persona_mismatch: 'The personas differ',
  run_closed: 'The run is closed',
  illegal_transition: 'The run cannot go there',
  already_approved: 'The step was approved before',
  winner_in_branch: 'The winner is in this branch',
  already_voted: 'The pair was voted on already',
  not_comparable: 'The candidates cannot be compared',
  nothing_to_undo: 'There is nothing to undo',
  idempotency_mismatch: 'The key was used for another request',
  request_in_progress: 'The first request is still running',
  template_value_missing: 'A placeholder has no value',
  template_value_invalid: 'A placeholder has a value that does not fit',
  invalid_template: 'The workflow template is not valid',
  step_in_use: 'The step is in use',
  candidate_rejected: 'The candidate is rejected',
  image_outside_roots: 'The image is outside the candidate roots',
  image_missing: 'The image is missing',
  not_an_image: 'Not an image',
  image_too_large: 'The image is too large',
  duplicate_image: 'The image is there already',
  photo_posted: 'The photo was posted',
  storage_unavailable: 'The object storage is away',
  database_unavailable: 'The database is away',
  internal: 'Something went wrong here',
  persona_not_found: 'No such persona',
  pillar_not_found: 'No such pillar',
  cluster_not_found: 'No such cluster',
  pipeline_not_found: 'No such pipeline',
  step_not_found: 'No such step',
  run_not_found: 'No such run',
  candidate_not_found: 'No such candidate',
  photo_not_found: 'No such photo',
  key_not_found: 'No such key',
  event_not_found: 'No such event',
  media_not_found: 'No such object',
} as const;

export type ProblemCode = keyof typeof problemTypes;

export const problemOf = (code: ProblemCode, status: number, detail: string, instance: string): Problem => ({
  type: `urn:trellis:problem:${code}`,
  title: problemTypes[code],
  status,
  detail,
  instance,
  code,
});
