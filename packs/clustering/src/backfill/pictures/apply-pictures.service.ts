import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { Database, rowRefusal } from '@trellis/database';
import { ImageRefusedError } from '@trellis/images';
import { PicturesImport, tagsFault, type KeptPicture } from '@trellis/photos';
import { faultOf, refusedBy } from '../apply-backfill.service.ts';
import type { BackfillFault, PhotoCreation } from '../backfill-plan.ts';
import { appliedBefore, recordLines, takeTurn } from '../backfill-store.ts';
import { FileRefused, type PictureSource } from './source-files.ts';

type SourceOf = (path: string) => Promise<PictureSource>;

/**
 * Makes the photos of a plan, each once. A key is reserved, the object is stored and verified, and one transaction
 * creates the photo and records its line. Dying between them leaves an object with a tombstone, which the repetition
 * uses.
 */
@Injectable()
export class ApplyPicturesService {
  constructor(
    private readonly config: TrellisConfig,
    private readonly database: Database,
    private readonly pictures: PicturesImport,
  ) {}

  /** True when the photo was made; false when the line was applied before. @throws StorageUnavailableError */
  async apply(line: PhotoCreation, sourceOf: SourceOf, actor: string): Promise<boolean | BackfillFault> {
    if ((await appliedBefore(this.database.manager, [line])).has(line.line)) return false;
    try {
      return await this.make(line, await this.bytesOf(line, await sourceOf(line.after.source)), actor);
    } catch (error) {
      if (error instanceof FileRefused || error instanceof ImageRefusedError) return faultOf(line, error.message);
      const refusal = rowRefusal(error);
      if (!refusal) throw error;
      return faultOf(line, refusedBy(refusal));
    }
  }

  private async make(line: PhotoCreation, bytes: Buffer, actor: string): Promise<boolean> {
    const { personaId, clusterId, file, tags, aiGenerated, sha256 } = line.after;
    const { pictureHash, mirrorHash, ...facts } = await this.pictures.check(bytes);
    if (facts.sha256 !== sha256) throw new FileRefused('the file has changed since the plan was written');
    const place = await this.inTurn(line, (manager) => this.pictures.reserve(manager, line.id, facts));
    if (!place) return false;
    const original = await this.pictures.store(place, bytes, facts);
    const photo = { id: line.id, personaId, clusterId, imageCandidateId: null, path: `imports/${line.id}/${file}` };
    const described = { ...photo, aiGenerated, uploadSha256: sha256, pictureHash, mirrorHash };
    return (await this.keep(line, { photo: described, original, tags, actor })) ?? false;
  }

  private keep(line: PhotoCreation, picture: KeptPicture): Promise<true | undefined> {
    return this.inTurn(line, async (manager) => {
      const existing = await this.pictures.create(manager, picture);
      if (existing) throw new FileRefused(`the persona has the picture already: photo ${existing}`);
      await recordLines(manager, [line]);
      return true as const;
    });
  }

  /** Undefined when another process has applied the line meanwhile. */
  private inTurn<T>(line: PhotoCreation, work: (manager: Parameters<typeof takeTurn>[0]) => Promise<T>) {
    return this.database.transaction(async (manager): Promise<T | undefined> => {
      await takeTurn(manager, line.plan);
      return (await appliedBefore(manager, [line])).has(line.line) ? undefined : work(manager);
    });
  }

  /** Checks the plan, which a person may have edited. */
  private async bytesOf({ after: { file, tags } }: PhotoCreation, source: PictureSource): Promise<Buffer> {
    const fault = tagsFault(tags);
    if (fault) throw new FileRefused(fault);
    const bytes = await source.read(file);
    if (bytes.length > this.config.MAX_IMAGE_BYTES) throw new ImageRefusedError('image_too_large');
    return bytes;
  }
}
