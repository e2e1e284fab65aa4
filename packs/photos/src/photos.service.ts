import { Injectable } from '@nestjs/common';
import { columnList, Database, edited, mapPage, paginate, recordAudit, type Page } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { ObjectStores } from '@trellis/storage';
import type { PhotoFilter, Posting } from './photo-input.ts';
import { conditionsOf, sortOf } from './photo-list.ts';
import { PhotoRecords } from './photo-records.ts';
import { PhotoHeldError } from './photo.errors.ts';
import { PhotoEntity } from './photo.entity.ts';
import { INTERNAL, type PhotoView, type RenditionView } from './photo-view.ts';
import type { RenditionKind } from './renditions/recipe.ts';
import { PhotoWords } from './search/photo-words.ts';
import { SimilarPhotosService } from './similar/similar-photos.service.ts';
import { photoProblems } from './photo.problems.ts';

@Injectable()
export class PhotosService {
  constructor(
    private readonly database: Database,
    private readonly stores: ObjectStores,
    private readonly records: PhotoRecords,
    private readonly similar: SimilarPhotosService,
    private readonly words: PhotoWords,
  ) {}

  async list({ limit, cursor, total, similarTo, order, ...filter }: PhotoFilter): Promise<Page<PhotoView>> {
    const similar = similarTo && (await this.similarTo(similarTo));
    const found = await paginate<Row>(this.database.manager, {
      list: 'photos',
      filters: { ...filter, similarTo, order },
      select: `${this.select}${filter.tag ? ' join photo_tags t on t.photo_id = p.id' : ''}`,
      where: [...conditionsOf(filter), similar && ['p.id = any(?)', similar]],
      sort: sortOf(order, filter.tag, filter.q !== undefined && (await this.words.areRare(filter.q))),
      page: { limit, cursor, total },
    });
    return mapPage(found, (row) => this.viewOf(row));
  }

  /** The ids of photos of the persona that look like this one, nearest first; none when it does not exist. */
  async similarTo(photoId: string): Promise<string[]> {
    return ((await this.similar.find(photoId)) ?? []).map((one) => one.photoId);
  }

  async get(id: string): Promise<PhotoView> {
    const [row] = await this.database.query<Row[]>(`${this.select} where p.id = $1`, [id]);
    if (!row) throw notFound(photoProblems.photo_not_found);
    return this.viewOf(row);
  }

  async delete(id: string, actor: string): Promise<void> {
    const removed = await this.database.transaction((manager) => this.records.delete(manager, id, 'deleted', actor));
    if (!removed) throw notFound(photoProblems.photo_not_found);
  }

  /** Records the posting. A second call replaces it. @throws PhotoHeldError, also for one that a post has published */
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
      const photo = await manager.findOne(PhotoEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!photo) throw notFound(photoProblems.photo_not_found);
      const post = photo.heldBy ?? photo.postedBy;
      if (post) throw new PhotoHeldError(post);
      await manager.update(PhotoEntity, { id }, { ...columns, ...edited() });
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

  private get select(): string {
    const photo = columnList(this.database.manager, PhotoEntity, 'p', { without: INTERNAL });
    return `select ${photo}, ${PLAIN} from photos p join photo_objects o on o.photo_id = p.id and o.kind = 'original'`;
  }

  private viewOf({ made, ...photo }: Row): PhotoView {
    const renditions: PhotoView['renditions'] = { instagram: null, large: null, preview: null, thumb: null };
    for (const { kind, key, ...facts } of made ?? []) renditions[kind] = { url: this.stores.publicUrl(key), ...facts };
    if (photo.readiness.state !== 'ready') renditions.instagram = null;
    const originalUrl = `/api/v1/photos/${photo.id}/original`;
    return { ...photo, url: renditions.instagram?.url ?? null, originalUrl, renditions };
  }
}

interface Row extends Omit<PhotoView, 'url' | 'originalUrl' | 'renditions'> {
  made: (Omit<RenditionView, 'url'> & { kind: RenditionKind; key: string })[] | null;
}

const PLAIN = `
  p.image_candidate_id as "candidateId", p.edited_at as "updatedAt", o.content_type as "contentType", o.byte_size as "byteSize", o.width, o.height,
  o.sha256, json_build_object('state', p.readiness, 'reasons', p.readiness_reasons, 'crop', p.shown_crop, 'lossPercent',
    p.loss_percent) as readiness,
  (select coalesce(json_agg(tag order by tag_key), '[]') from photo_tags where photo_id = p.id) as tags,
  (select json_agg(json_build_object('kind', r.kind, 'key', r.key, 'contentType', r.content_type, 'width', r.width, 'height',
    r.height, 'byteSize', r.byte_size, 'sha256', r.sha256))
   from photo_objects r where r.photo_id = p.id and r.kind <> 'original') as made`;
