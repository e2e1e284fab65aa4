import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, violatedConstraint } from '@trellis/database';
import { PicturesImport, type StoredOriginal } from '@trellis/photos';
import { faultOf, refusedBy } from '../apply-backfill.service.ts';
import type { BackfillFault, PhotoCreation } from '../backfill-plan.ts';
import { appliedBefore, recordLines, takeTurn } from '../backfill-store.ts';
import { FileRefused, type PictureSource } from './source-files.ts';

/**
 * Makes the photos of a plan, each once: the object is stored and verified first, then one transaction creates the photo
 * and records its line. Dying between them leaves an object with a tombstone, which the repetition uses.
 */
@Injectable()
export class ApplyPicturesService {
  constructor(
    private readonly database: Database,
    private readonly pictures: PicturesImport,
  ) {}

  /** True when the photo was made; false when the line was applied before. @throws StorageUnavailableError */
  async apply(source: PictureSource, line: PhotoCreation, actor: string): Promise<boolean | BackfillFault> {
    if ((await appliedBefore(this.database.manager, [line])).has(line.line)) return false;
    try {
      const original = await this.pictures.store(line.id, await bytesOf(source, line), line.after);
      return await this.database.transaction((manager) => this.create(manager, line, original, actor));
    } catch (error) {
      if (error instanceof FileRefused) return faultOf(line, error.message);
      const constraint = violatedConstraint(error);
      if (!constraint) throw error;
      return faultOf(line, refusedBy(constraint));
    }
  }

  private async create(manager: EntityManager, line: PhotoCreation, original: StoredOriginal, actor: string) {
    await takeTurn(manager, line.plan);
    if ((await appliedBefore(manager, [line])).has(line.line)) return false;
    const { personaId, clusterId, file, tags, aiGenerated, sha256, pictureHash, mirrorHash } = line.after;
    const path = `imports/${line.id}/${file}`;
    const hashes = { uploadSha256: sha256, pictureHash, mirrorHash };
    const photo = { id: line.id, personaId, clusterId, imageCandidateId: null, path, aiGenerated, ...hashes };
    const existing = await this.pictures.create(manager, { photo, original, tags, actor });
    if (existing) throw new FileRefused(`the persona has the picture already: photo ${existing}`);
    await recordLines(manager, [line]);
    return true;
  }
}

async function bytesOf(source: PictureSource, { after: { file, sha256 } }: PhotoCreation): Promise<Buffer> {
  const bytes = await source.read(file);
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new FileRefused('the file has changed since the plan was written');
}
