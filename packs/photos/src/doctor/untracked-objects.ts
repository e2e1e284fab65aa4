import type { Interruption, Watched } from '@trellis/manifest';
import type { ObjectPlace } from '@trellis/storage';
import type { ObjectGarbage } from '../object-garbage.ts';

/** The objects in the stores without a row and without a reservation, and the number of all objects. */
export async function findUntracked(
  garbage: ObjectGarbage,
  watched: Watched,
  interruption: Interruption,
): Promise<{ total: number; untracked: ObjectPlace[] }> {
  let total = 0;
  const untracked: ObjectPlace[] = [];
  const size = ({ count }: { count: number }) => count;
  const what = { what: 'Listing the stores', total: await garbage.countKnown(), interruption, size };
  for await (const page of watched(garbage.objects(), what)) {
    total += page.count;
    untracked.push(...page.untracked);
  }
  return { total, untracked };
}
