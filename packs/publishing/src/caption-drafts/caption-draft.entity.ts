import { Column, Entity, ForeignKey, Index } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';

/** A caption that was suggested for a post. */
@Entity('caption_drafts')
@Index('ix_caption_drafts_post', ['postId', 'createdAt', 'id'])
@Checks('ck_caption_drafts_source')
export class CaptionDraftEntity extends RowEntity {
  @Column('uuid')
  @ForeignKey('posts', { name: 'fk_caption_drafts_post', onDelete: 'CASCADE' })
  postId!: string;

  @Column('text')
  source!: 'ai' | 'template' | 'user';

  @Column('text')
  caption!: string;

  @Column({ type: 'text', array: true, default: '{}' })
  hashtags!: string[];
}
