import type { PhotoBatchDto, PhotoResponse } from '@trellis/api-client';
import { allDone } from '../../api/acts.ts';
import { api, ok } from '../../api/client.ts';
import { partsOf } from '../../api/parts.ts';
import { queryClient } from '../../api/query-client.ts';
import { toast, toastError } from '../../ui/toasts.tsx';

/** As many as one request takes. */
const MOST = 500;
type Action = Omit<PhotoBatchDto, 'photoIds'>;
/** As much of a photo as the acts need. */
type Acted = Pick<PhotoResponse, 'id' | 'starred' | 'tags' | 'clusterId'>;

/** One action on these photos, in as many requests as it takes. */
export const batchesOf = (photoIds: readonly string[], action: Action): PhotoBatchDto[] =>
  partsOf(photoIds, MOST).map((part) => ({ ...action, photoIds: part }));

/** Does it to those it can be done to. A refusal is shown; what was done has its way back. */
async function run(photoIds: readonly string[], action: Action): Promise<string[]> {
  const done: string[] = [];
  try {
    for (const body of batchesOf(photoIds, action)) {
      const { results } = await ok(api.POST('/api/v1/photos/batch', { body }));
      done.push(...results.filter(({ status }) => status === 'done').map(({ photoId }) => photoId));
      allDone(results);
    }
  } catch (error) {
    toastError(error);
  } finally {
    await queryClient.invalidateQueries();
  }
  return done;
}

const count = (ids: readonly string[]): string => `${ids.length} ${ids.length === 1 ? 'photo' : 'photos'}`;

/** Stars those that are not, or takes the star away when all have one. */
export async function star(photos: readonly Acted[]): Promise<void> {
  const plain = photos.filter(({ starred }) => !starred);
  const [wanted, action, back] =
    plain.length > 0 ? ([plain, 'star', 'unstar'] as const) : ([photos, 'unstar', 'star'] as const);
  const done = await run(
    wanted.map(({ id }) => id),
    { action },
  );
  if (done.length > 0)
    toast(`${count(done)} ${action === 'star' ? 'starred' : 'without the star'}`, {
      undo: { do: 'photos', batches: batchesOf(done, { action: back }) },
    });
}

export async function tag(photos: readonly Acted[], text: string): Promise<void> {
  const has = ({ tags }: Acted) => tags.some((one) => one.toLowerCase() === text.toLowerCase());
  const ids = photos.filter((one) => !has(one)).map(({ id }) => id);
  const done = await run(ids, { action: 'tag', tag: text });
  if (done.length > 0)
    toast(`${count(done)} tagged “${text}”`, {
      undo: { do: 'photos', batches: batchesOf(done, { action: 'untag', tag: text }) },
    });
}

/** Moves them to a cluster; the way back leads each to where it was. */
export async function move(photos: readonly Acted[], clusterId: string, name: string): Promise<void> {
  const moved = photos.filter((one) => one.clusterId !== clusterId);
  const done = new Set(
    await run(
      moved.map(({ id }) => id),
      { action: 'move', clusterId },
    ),
  );
  const back = Map.groupBy(
    moved.filter(({ id }) => done.has(id)),
    (one) => one.clusterId,
  );
  const batches = [...back].flatMap(([before, those]) =>
    batchesOf(
      those.map(({ id }) => id),
      { action: 'move', clusterId: before },
    ),
  );
  if (done.size > 0) toast(`${count([...done])} moved to ${name}`, { undo: { do: 'photos', batches } });
}

/** They can be brought back for seven days. */
export async function remove(photos: readonly Acted[]): Promise<void> {
  const done = await run(
    photos.map(({ id }) => id),
    { action: 'delete' },
  );
  if (done.length > 0) toast(`${count(done)} deleted`, { undo: { do: 'restore', photoIds: done } });
}
