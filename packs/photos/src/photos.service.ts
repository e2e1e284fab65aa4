import { Injectable } from '@nestjs/common';
import { columnList, Database, HIDDEN, newestFirst, paginate, recordAudit, type Page } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { OriginalStore } from './original-store.ts';
import type { PhotoFilter, Posting } from './photo-input.ts';
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
    const { items, nextCursor } = await paginate<Row>(this.database.manager, {
      list: 'photos',
      filters: { personaId, clusterId, posted, createdAfter },
      select: this.select,
      where: [
        personaId && ['p.persona_id = ?', personaId],
        clusterId && ['p.cluster_id = ?', clusterId],
        posted !== undefined && [posted ? 'p.posted_at is not null' : 'p.posted_at is null'],
        createdAfter && ['p.created_at > ?', new Date(createdAfter)],
      ],
      sort: newestFirst('p'),
      page,
    });
    return { items: items.map((row) => this.viewOf(row)), nextCursor };
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

  private get select(): string {
    const { manager } = this.database;
    const photo = columnList(manager, PhotoEntity, 'p', { without: [...HIDDEN, 'uploadSha256', 'imageCandidateId'] });
    return `select ${photo}, p.image_candidate_id as "candidateId", ${ORIGINAL}
      from photos p join photo_objects o on o.photo_id = p.id and o.kind = 'original'`;
  }

  private viewOf({ key, ...photo }: Row): PhotoView {
    return { ...photo, url: this.originals.publicUrl(key) };
  }
}

type Row = Omit<PhotoView, 'url'> & { key: string };

const ORIGINAL = `o.key, o.content_type as "contentType", o.byte_size as "byteSize", o.width, o.height, o.sha256`;
