import type { LibraryCheck } from '@trellis/database';

/** The invariants of content pillars. */
export const pillarChecks: readonly LibraryCheck[] = [
  {
    code: 'weights_over_100',
    meaning: "The weights of the persona's active pillars sum to more than 100.",
    cure: 'lower a weight: PATCH /pillars/:id',
    sql: `select persona_id as id from content_pillars where active group by persona_id having sum(weight) > 100`,
  },
];
