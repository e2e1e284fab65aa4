import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Checks } from '@trellis/database';

/** A photo of a post, in its place. */
@Entity('post_photos')
@Unique('uq_post_photos_photo', ['postId', 'photoId'])
@Index('uq_post_photos_one_holder', ['photoId'], { unique: true, where: 'holds' })
@Index('ix_post_photos_photo', ['photoId'])
@Checks('ck_post_photos_position', 'ck_post_photos_alt_text', 'ck_post_photos_held')
export class PostPhotoEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_post_photos' })
  @ForeignKey('posts', { name: 'fk_post_photos_post', onDelete: 'CASCADE' })
  postId!: string;

  /** 0..9. */
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'pk_post_photos' })
  position!: number;

  /** Null when the photo was deleted. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('photos', { name: 'fk_post_photos_photo', onDelete: 'SET NULL' })
  photoId!: string | null;

  @Column({ type: 'text', nullable: true })
  altText!: string | null;

  /** Whether the post holds the photo: nothing that it shows may change. */
  @Column({ type: 'boolean', default: false })
  holds!: boolean;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
