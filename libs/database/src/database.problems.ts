import { defineProblems } from '@trellis/kernel';

export const databaseProblems = defineProblems({
  invalid_cursor: ['invalid', 'The cursor does not belong to this list'],
  database_unavailable: ['unavailable', 'The database is unavailable'],
});
