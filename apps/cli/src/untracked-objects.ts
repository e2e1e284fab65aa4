import type { ClusteringFacade } from '@trellis/clustering';
import type { ObjectGarbage } from '@trellis/photos';
import type { Interruption } from './interruption.ts';
import { watched } from './watched.ts';

/** The keys of the store that no row knows. What a link is about to finish has a row too: its intention. */
export async function findUntracked(
  garbage: ObjectGarbage,
  clustering: ClusteringFacade,
  interruption: Interruption,
): Promise<{ total: number; untracked: string[] }> {
  let total = 0;
  const untracked: string[] = [];
  const expected = await garbage.countKnown();
  const size = ({ count }: { count: number }) => count;
  const what = { what: 'Listing the store', total: expected, interruption, size };
  for await (const { count, unknown } of watched(garbage.objects(), what)) {
    total += count;
    const intended = await clustering.intendedKeys(unknown);
    // The rows last: a link that was finished meanwhile is no intention any more, but a photo.
    untracked.push(...(await garbage.unknownOf(unknown.filter((key) => !intended.has(key)))));
  }
  return { total, untracked };
}
