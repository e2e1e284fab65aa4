import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { newId } from '@trellis/kernel';
import { aPersona } from '@trellis/personas/testing';
import type { RunningPack } from '@trellis/testing';
import { OriginalStore } from '../originals/original-store.ts';
import { PhotoRecords } from '../photo-records.ts';

export const drawing = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 90, g: 20, b: 150 } } })
    .png()
    .toBuffer();

/** The id of a photo whose original is in the store. */
export async function storedPhoto({ module, dataSource }: RunningPack, bytes: Buffer): Promise<string> {
  const { id: personaId } = await aPersona(dataSource.manager);
  const id = newId();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  const facts = { contentType: 'image/png', byteSize: bytes.length, sha256, width, height } as const;
  const original = await module.get(OriginalStore).store(module.get(OriginalStore).placeOf(id, facts), bytes, facts);
  const photo = { id, personaId, clusterId: null, imageCandidateId: null, path: '/x.png', aiGenerated: true };
  await dataSource.transaction((tx) => module.get(PhotoRecords).create(tx, { photo, original, actor: 'test' }));
  return id;
}
