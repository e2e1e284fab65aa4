import type { Interruption, Watched } from '@trellis/manifest';
import type { ObjectGarbage } from '../object-garbage.ts';

/** The keys in the store without a row and without a reservation, and the number of all keys. */
export async function findUntracked(
  garbage: ObjectGarbage,
  watched: Watched,
  interruption: Interruption,
): Promise<{ total: number; untracked: string[] }> {
  let total = 0;
  const untracked: string[] = [];
  const size = ({ count }: { count: number }) => count;
  const what = { what: 'Listing the store', total: await garbage.countKnown(), interruption, size };
  for await (const page of watched(garbage.objects(), what)) {
    total += page.count;
    untracked.push(...page.untracked);
  }
  return { total, untracked };
}
