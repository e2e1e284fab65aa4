import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** A tag of a photo. Tags that differ in case only are one. */
@Entity('photo_tags')
@Index('ix_photo_tags_key', ['tagKey', 'photoCreatedAt', 'photoId'])
@Index('ix_photo_tags_persona_key', ['personaId', 'tagKey', 'photoCreatedAt', 'photoId'])
@Checks('ck_photo_tags_tag')
export class PhotoTagEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('photos', { name: 'fk_photo_tags_photo', onDelete: 'CASCADE' })
  photoId!: string;

  /** The tag in lower case, for comparisons. */
  @PrimaryColumn('text')
  tagKey!: string;

  /** As it was first written. */
  @Column('text')
  tag!: string;

  /** Of the photo: it never changes, and the index of a tag needs it. */
  @Column('uuid')
  personaId!: string;

  /** Of the photo. */
  @Column({ type: 'timestamptz', precision: 3 })
  photoCreatedAt!: Date;
}
