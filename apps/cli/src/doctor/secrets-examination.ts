import { sealedColumns } from '@trellis/all';
import { Database } from '@trellis/database';
import { finding, type ExaminationContext, type Finding } from '@trellis/manifest';
import { Secrets, unreadable } from '@trellis/secrets';

const UNREADABLE = {
  code: 'secret_unreadable',
  meaning: 'No key opens the secret, or it was altered or moved. Nothing can be done with it.',
  cure: 'restore the key in SECRETS_KEY or in its file; otherwise enter the secret again',
};

/** Opens every secret. */
export async function* examineSecrets({ resolve }: ExaminationContext): AsyncIterable<Finding> {
  const rows: string[] = [];
  for (const column of sealedColumns)
    for await (const row of unreadable(resolve(Database), resolve(Secrets), column)) rows.push(row);
  if (rows.length > 0) yield finding(UNREADABLE, rows);
}
