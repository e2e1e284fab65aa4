import { createReadStream } from 'node:fs';
import type { DataSource, EntityManager } from 'typeorm';
import { recordAudit, rowRefusal } from '@trellis/database';
import { newId } from '@trellis/kernel';
import { PhotosFacade } from '@trellis/photos';
import type { ImageFacts } from '@trellis/images';
import type { ImageFinder } from './image-finder.ts';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacySource } from './legacy-source.ts';
import { RowReader } from './row-reader.ts';
import { either } from './values.ts';

const TABLE = 'photos';

interface Means {
  dataSource: DataSource;
  photos: PhotosFacade;
  images: ImageFinder | undefined;
  /** Nothing is written to the store. */
  dryRun: boolean;
}

/** Photos with their pictures: the object first, under a key that is marked as nobody's until the row is there. */
export async function importPhotos(
  manager: EntityManager,
  source: LegacySource,
  rows: LegacyRows,
  means: Means,
): Promise<void> {
  await rows.load(TABLE);
  for (const row of await source.rows(TABLE)) {
    const read = new RowReader(rows, TABLE, row);
    const personaId = rows.idOf('personas', row['persona_id']);
    if (!read.isNew) rows.report.count(TABLE, 'unchanged');
    else if (!read.hasId) read.drop('it has no id');
    else if (!personaId) read.drop('its persona was not imported');
    else await takePhoto(manager, rows, read, { personaId, means });
  }
}

async function takePhoto(
  manager: EntityManager,
  rows: LegacyRows,
  read: RowReader,
  { personaId, means }: { personaId: string; means: Means },
): Promise<void> {
  const path = String((either(read.row, 'path', 'image_path') as string | null | undefined) ?? '');
  const found = (await means.images?.find(path)) ?? { problem: 'no --images was given' };
  if ('problem' in found) return read.drop(`it has no file: ${found.problem}`);
  read.mapped(path, found.file);
  const clusterId = read.reference('clusters', 'cluster', 'cluster_id');
  const imageCandidateId = await candidateOf(manager, read);
  const photo = { id: newId(), personaId, clusterId, imageCandidateId, path };
  const original = { ...(await store(means, photo.id, found.file, found.facts)), ...found.facts };
  try {
    await manager.transaction((nested) =>
      insertPhoto(nested, read, { photo, original, photos: means.photos, source: rows.source }),
    );
  } catch (error) {
    const refusal = rowRefusal(error);
    if (!refusal) throw error;
    return read.drop(`the database refuses it (${refusal})`);
  }
  rows.report.created(read);
}

const OF_RUN = `
  select 1 from image_candidates c join image_candidates other on other.run_id = c.run_id join photos p on p.image_candidate_id = other.id
  where c.id = $1 and other.id <> c.id limit 1`;

/** A run has one photo: a second one is kept as a picture of its own. */
async function candidateOf(manager: EntityManager, read: RowReader): Promise<string | null> {
  const id = read.reference('image_candidates', 'candidate', 'image_candidate_id');
  if (!id || (await manager.query<unknown[]>(OF_RUN, [id])).length === 0) return id;
  read.notes.push('without its candidate: its run has a photo already');
  return null;
}

interface NewPhoto {
  photo: Parameters<PhotosFacade['create']>[1];
  original: Parameters<PhotosFacade['create']>[2];
  photos: PhotosFacade;
  source: string;
}

async function insertPhoto(
  manager: EntityManager,
  read: RowReader,
  { photo, original, photos, source }: NewPhoto,
): Promise<void> {
  await manager.query('delete from object_tombstones where key = $1', [original.key]);
  await recordAudit(manager, await photos.create(manager, photo, original, 'import'));
  const posting = [read.moment('posted_at'), read.text('provider'), read.text('provider_post_id')];
  await manager.query(
    `update photos set posted_at = $2, provider = case when $2::timestamptz is not null then $3 end,
       provider_post_id = case when $2::timestamptz is not null then $4 end, legacy_source = $5, legacy_id = $6, created_at = $7
     where id = $1`,
    [photo.id, ...posting, source, read.id, read.bornAt().created_at],
  );
}

async function store(
  { dataSource, photos, dryRun }: Means,
  photoId: string,
  file: string,
  facts: ImageFacts,
): Promise<{ key: string }> {
  const key = photos.keyOf(photoId, facts);
  if (dryRun) return { key };
  await photos.tombstone(dataSource.manager, key, 'import_begun');
  await photos.storeOriginal(photoId, () => createReadStream(file), facts);
  return { key };
}
