import { createReadStream } from 'node:fs';
import { newId } from '@trellis/kernel';
import type { ImportedPhoto, NewPhoto, StoredOriginal } from '@trellis/photos';
import type { ImportContext } from './import-context.ts';
import { placeOf } from './place-of.ts';
import { RowReader } from './row-reader.ts';

/** Imports photos with their images. The object is stored first, under a key with a tombstone until the row exists. */
export async function importPhotos(context: ImportContext): Promise<void> {
  const { source, rows } = context;
  await rows.load('photos');
  for (const row of await source.rows('photos')) {
    const read = new RowReader(rows, 'photos', row);
    const personaId = rows.idOf('personas', row['persona_id']);
    if (!read.isNew) rows.report.count(read.table, 'unchanged');
    else if (read.id === null) read.drop('it has no id');
    else if (!personaId) read.drop('its persona was not imported');
    else await importPhoto(context, read, personaId);
  }
}

async function importPhoto(context: ImportContext, read: RowReader, persona: string): Promise<void> {
  const { ports, rows, images, dryRun } = context;
  const path = read.text('path', 'image_path') ?? '';
  const found = (await images?.find(path)) ?? { problem: 'no --images was given' };
  if ('problem' in found) return read.drop(`it has no file: ${found.problem}`);
  const { file, facts } = found;
  read.mapped(path, file);
  const { clusterId, personaId } = await placeOf(context, read, persona);
  const photo = { id: newId(), personaId, clusterId, imageCandidateId: await candidateOf(context, read), path };
  const original = { ...ports.photos.placeOf(photo.id, facts), ...facts };
  if (!dryRun) await ports.photos.store(() => createReadStream(file), original);
  if (await write(context, read, photo, original)) rows.report.created(read);
}

type ImportedPosting = ImportedPhoto['posting'];

/** False when a constraint refuses the photo; it is dropped then. */
function write(
  { ports, rows }: ImportContext,
  read: RowReader,
  photo: NewPhoto,
  original: StoredOriginal,
): Promise<boolean> {
  const imported = {
    photo,
    original,
    posting: postingOf(read),
    origin: { source: rows.source, legacyId: read.id },
    createdAt: read.bornAt().created_at,
  };
  return rows.attempt(read, (nested) => ports.photos.create(nested, imported, 'import'));
}

/** Provider and post id count only together with a time. */
function postingOf(read: RowReader): ImportedPosting {
  const posting = {
    postedAt: read.moment('posted_at'),
    provider: read.text('provider'),
    providerPostId: read.text('provider_post_id'),
  };
  if (posting.postedAt === null && posting.providerPostId !== null)
    read.notes.push(`without its provider_post_id ${posting.providerPostId}: it has no posted_at`);
  return posting;
}

const RUN_HAS_PHOTO = `
  select 1 from pub_pipeline_candidates c join pub_pipeline_candidates other on other.run_id = c.run_id
    join pub_photos_photos p on p.candidate_id = other.id
  where c.id = $1 limit 1`;

/** A run has one photo. A second photo of the run, or of the same candidate, is imported without its candidate. */
async function candidateOf({ manager }: ImportContext, read: RowReader): Promise<string | null> {
  const id = read.reference('image_candidates', 'candidate', 'image_candidate_id');
  if (!id || (await manager.query<unknown[]>(RUN_HAS_PHOTO, [id])).length === 0) return id;
  read.notes.push('without its candidate: its run has a photo already');
  return null;
}
