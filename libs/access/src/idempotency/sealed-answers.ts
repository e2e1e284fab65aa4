import type { Place, SealedColumn } from '@trellis/secrets';
import type { Scope } from './scope.ts';

/** Kept answers that hold a secret. The text of a row is unambiguous: only the key may contain spaces. */
export const sealedAnswers: SealedColumn = {
  table: 'idempotency_keys',
  column: 'answer',
  row: `concat_ws(' ', holder_id, method, path, key)`,
  where: `sealing = 'master'`,
};

export const placeOf = ({ holderId, method, path, key }: Scope): Place => ({
  table: sealedAnswers.table,
  row: [holderId, method, path, key].join(' '),
  column: sealedAnswers.column,
});
