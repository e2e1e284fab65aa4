import { Column, Entity, ForeignKey, Index } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';

/** What a provider makes of a post, or of one picture of it, before it is published. */
@Entity('post_containers')
@Index('uq_post_containers_living', { synchronize: false })
@Index('ix_post_containers_post', ['postId'])
@Index('uq_post_containers_container', ['containerId'], { unique: true })
@Checks(
  ...['ck_post_containers_role', 'ck_post_containers_state', 'ck_post_containers_sha256', 'ck_post_containers_sent'],
  ...['ck_post_containers_idle', 'ck_post_containers_reads'],
)
export class PostContainerEntity extends RowEntity {
  @Column('uuid')
  @ForeignKey('posts', { name: 'fk_post_containers_post', onDelete: 'CASCADE' })
  postId!: string;

  @Column('text')
  role!: 'main' | 'item';

  @Column({ type: 'smallint', nullable: true })
  position!: number | null;

  /** The provider's id. */
  @Column({ type: 'text', nullable: true })
  containerId!: string | null;

  @Column({ type: 'text', default: 'asked' })
  state!: string;

  /** Of the pictures and texts that it is made of. */
  @Column({ type: 'text', nullable: true })
  contentSha256!: string | null;

  /** The first request that could have published it. From then on only its status says whether it is. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  firstSentAt!: Date | null;

  /** Since when it was read as unpublished, after the last send. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  idleSince!: Date | null;

  /** Readings since the last send. */
  @Column({ type: 'int', default: 0 })
  reads!: number;
}
