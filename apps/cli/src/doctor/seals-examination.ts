import { Database, keysetPages, sealsAfter, type Seal } from '@trellis/database';
import { finding, type ExaminationContext, type Finding } from '@trellis/manifest';

const PAGE = 100;

const BROKEN = {
  code: 'audit_seal_broken',
  meaning: 'A sealed part of the audit log differs from what was sealed: a row was changed, added or removed.',
  cure: 'compare with a backup of the database from before the time of the seal; the log itself is never repaired',
};

/** Walks the chain of seals, oldest first, and compares each with its rows. */
export async function* examineSeals({ resolve, interruption }: ExaminationContext): AsyncIterable<Finding> {
  const database = resolve(Database);
  const faults: string[] = [];
  for await (const page of keysetPages<Seal>(PAGE, (last) => sealsAfter(database, last))) {
    faults.push(...page.filter(({ fault }) => fault !== null).map(({ toAt, fault }) => `until ${toAt}: ${fault}`));
    if (interruption.requested) break;
  }
  if (faults.length > 0) yield finding(BROKEN, faults);
}
