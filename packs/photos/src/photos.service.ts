import { Injectable } from '@nestjs/common';
import { In, IsNull, MoreThan, Not } from 'typeorm';
import { Database, newestFirst, paginate, recordAudit, shown, type Page } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { OriginalStore } from './original-store.ts';
import type { PhotoFilter, Posting } from './photo-input.ts';
import { PhotoObjectEntity } from './photo-object.entity.ts';
import { PhotoRecords } from './photo-records.ts';
import { PhotoEntity } from './photo.entity.ts';
import type { PhotoView } from './photo-view.ts';
import { photoProblems } from './photo.problems.ts';

@Injectable()
export class PhotosService {
  constructor(
    private readonly database: Database,
    private readonly originals: OriginalStore,
    private readonly records: PhotoRecords,
  ) {}

  async list({ personaId, clusterId, posted, createdAfter, ...page }: PhotoFilter): Promise<Page<PhotoView>> {
    const query = this.database.manager.createQueryBuilder(PhotoEntity, 'photo');
    if (personaId) query.andWhere({ personaId });
    if (clusterId) query.andWhere({ clusterId });
    if (posted !== undefined) query.andWhere({ postedAt: posted ? Not(IsNull()) : IsNull() });
    if (createdAfter) query.andWhere({ createdAt: MoreThan(new Date(createdAfter)) });
    const filters = { personaId, clusterId, posted, createdAfter };
    const { items, nextCursor } = await paginate(query, { list: 'photos', filters, sort: newestFirst('photo'), page });
    return { items: await this.viewsOf(items), nextCursor };
  }

  async get(id: string): Promise<PhotoView> {
    const [photo] = await this.viewsOf(await this.database.manager.findBy(PhotoEntity, { id }));
    if (!photo) throw notFound(photoProblems.photo_not_found);
    return photo;
  }

  async delete(id: string, actor: string): Promise<void> {
    const removed = await this.database.transaction((manager) => this.records.delete(manager, id, 'deleted', actor));
    if (!removed) throw notFound(photoProblems.photo_not_found);
  }

  /** Records the posting. A second call replaces it. */
  post(id: string, posting: Posting, actor: string): Promise<PhotoView> {
    const columns = {
      ...posting,
      postedAt: new Date(posting.postedAt),
      provider: posting.provider ?? null,
      providerPostId: posting.providerPostId ?? null,
    };
    return this.setPosting(id, columns, 'photo.posted', actor);
  }

  async unpost(id: string, actor: string): Promise<void> {
    await this.setPosting(id, { postedAt: null, provider: null, providerPostId: null }, 'photo.unposted', actor);
  }

  private async setPosting(
    id: string,
    columns: Partial<PhotoEntity>,
    action: string,
    actor: string,
  ): Promise<PhotoView> {
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.update(PhotoEntity, { id }, columns);
      if (!affected) throw notFound(photoProblems.photo_not_found);
      const { provider, providerPostId } = columns;
      await recordAudit(manager, {
        actor,
        action,
        subjectType: 'photo',
        subjectId: id,
        data: { provider, providerPostId },
      });
    });
    return this.get(id);
  }

  private async viewsOf(photos: readonly PhotoEntity[]): Promise<PhotoView[]> {
    if (photos.length === 0) return [];
    const where = { photoId: In(photos.map(({ id }) => id)), kind: 'original' as const };
    const originals = new Map(
      (await this.database.manager.findBy(PhotoObjectEntity, where)).map((object) => [object.photoId, object]),
    );
    return photos.flatMap((photo) => {
      const original = originals.get(photo.id);
      return original ? [this.viewOf(photo, original)] : [];
    });
  }

  private viewOf(photo: PhotoEntity, original: PhotoObjectEntity): PhotoView {
    const { imageCandidateId: candidateId, uploadSha256: _upload, ...columns } = shown(photo);
    const { key, contentType, byteSize, width, height, sha256 } = original;
    return {
      ...columns,
      candidateId,
      url: this.originals.publicUrl(key),
      contentType,
      byteSize,
      width,
      height,
      sha256,
    };
  }
}
