import type { Provider } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { KeyReservations } from './key-reservations.ts';
import { PhotoObjectEntity } from './photo-object.entity.ts';
import { PhotoEntity } from './photo.entity.ts';

/** A photo with the row of an original that is in no store. */
export async function aPhoto(
  manager: EntityManager,
  fields: Partial<PhotoEntity> & { personaId: string },
): Promise<PhotoEntity> {
  const id = fields.id ?? newId();
  const sha256 = id.replaceAll('-', '').repeat(2);
  await manager.transaction(async (tx) => {
    await tx.insert(PhotoEntity, { path: `/nowhere/${id}.png`, ...fields, id });
    const facts = { contentType: 'image/png', byteSize: 1, sha256, width: 1, height: 1 } as const;
    await tx.insert(PhotoObjectEntity, {
      photoId: id,
      kind: 'original',
      store: 'private',
      key: `originals/${id}/${sha256}.png`,
      ...facts,
    });
  });
  return manager.findOneByOrFail(PhotoEntity, { id });
}

/** For tests of this pack alone: no pack above reserves keys. */
export const noKeyReservations: Provider = {
  provide: KeyReservations,
  useValue: { reserved: () => Promise.resolve(new Set()) },
};

export { PrepareRenditionsService } from './renditions/prepare-renditions.service.ts';
export { prepare } from './renditions/recipe.ts';
