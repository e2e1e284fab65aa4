import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What happened to a post. The table is append-only. */
@Entity('post_events')
@Index('ix_post_events_post', ['postId', 'at', 'id'])
export class PostEventEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('posts', { name: 'fk_post_events_post', onDelete: 'CASCADE' })
  postId!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  at!: Date;

  @Column('text')
  kind!: string;

  @Column('text')
  actor!: string;

  /** Plain facts, without secrets. */
  @Column({ type: 'jsonb', default: () => "'{}'" })
  data!: object;
}
