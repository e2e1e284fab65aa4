import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Checks } from '@trellis/database';
import type { StoreName } from '@trellis/storage';
import type { RenditionKind } from './renditions/recipe.ts';

/** An object of a photo in the store: its original, or a rendition of it. The key is stored, the URL is not. */
@Entity('photo_objects')
@Unique('uq_photo_objects_key', ['store', 'key'])
@Index('ix_photo_objects_original', ['sha256'], { where: `kind = 'original'` })
@Checks(
  'ck_photo_objects_kind',
  'ck_photo_objects_store',
  'ck_photo_objects_key',
  'ck_photo_objects_content_type',
  'ck_photo_objects_facts',
)
export class PhotoObjectEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('photos', { name: 'fk_photo_objects_photo', onDelete: 'CASCADE' })
  photoId!: string;

  @PrimaryColumn('text')
  kind!: 'original' | RenditionKind;

  @Column({ type: 'text', default: 'public' })
  store!: StoreName;

  @Column('text')
  key!: string;

  @Column('text')
  contentType!: 'image/png' | 'image/jpeg' | 'image/webp';

  /** Bytes. */
  @Column('bigint')
  byteSize!: number;

  @Column('text')
  sha256!: string;

  /** Pixels. */
  @Column('int')
  width!: number;

  @Column('int')
  height!: number;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
