import type { EntityManager } from 'typeorm';
import type { PhotosFacade } from '@trellis/photos';
import type { PhotoCreation } from '../backfill-plan.ts';
import { LineSkipped } from '../line-skipped.ts';

/** Deletes a photo that a plan has made, if it is in its place and was not posted. @throws LineSkipped */
export async function removePhoto(
  photos: PhotosFacade,
  manager: EntityManager,
  line: PhotoCreation,
  actor: string,
): Promise<void> {
  const photo = await photos.find(manager, line.id);
  if (!photo) return;
  if (photo.posted) throw new LineSkipped('it was posted');
  if (photo.clusterId !== line.after.clusterId) throw new LineSkipped();
  await photos.delete(manager, line.id, 'backfill_reverted', actor);
}
