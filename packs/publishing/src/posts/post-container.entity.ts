import { Column, Entity, ForeignKey, Index } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';

/** What a provider makes of a post, or of one picture of it, before it is published. */
@Entity('post_containers')
@Index('uq_post_containers_living', { synchronize: false })
@Index('ix_post_containers_post', ['postId'])
@Checks('ck_post_containers_role', 'ck_post_containers_state')
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
}
