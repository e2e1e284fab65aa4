import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';
import type { PostError } from '../problems/post-problem.ts';
import type { PostState } from './post-state.ts';

/** Pictures with their caption, for one account. */
@Entity('posts')
@ForeignKey('publish_accounts', ['accountId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_posts_account',
  onDelete: 'RESTRICT',
})
@ForeignKey('content_pillars', ['pillarId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_posts_pillar',
  onDelete: 'SET NULL',
})
@ForeignKey('clusters', ['clusterId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_posts_cluster',
  onDelete: 'SET NULL',
})
@Unique('uq_posts_media', ['accountId', 'providerMediaId'])
@Index('uq_posts_one_publishing', ['accountId'], { unique: true, where: `state = 'publishing'` })
@Index('uq_posts_instant', { synchronize: false })
@Index('ix_posts_due', { synchronize: false })
@Index('ix_posts_leased', { synchronize: false })
@Index('ix_posts_unread', ['nextAttemptAt'], { where: `state = 'unknown'` })
@Index('ix_posts_sent', { synchronize: false })
@Index('ix_posts_list', { synchronize: false })
@Index('ix_posts_state', { synchronize: false })
@Index('ix_posts_persona', { synchronize: false })
@Index('ix_posts_account', { synchronize: false })
@Index('ix_posts_calendar', { synchronize: false })
@Index('ix_posts_instants', { synchronize: false })
@Index('ix_posts_pillar', ['pillarId'])
@Index('ix_posts_pillar_published', ['pillarId', 'publishedAt'], { where: 'published_at is not null' })
@Index('ix_posts_pillar_placed', { synchronize: false })
@Index('ix_posts_cluster', ['clusterId'])
@Index('ix_posts_slot', ['slotId'])
@Checks(
  'ck_posts_state',
  'ck_posts_caption',
  'ck_posts_hashtags',
  'ck_posts_scheduled',
  'ck_posts_published',
  'ck_posts_media',
  'ck_posts_permalink',
  'ck_posts_sent',
  'ck_posts_lease',
  'ck_posts_sha256',
  'ck_posts_attempts',
)
export class PostEntity extends RowEntity {
  @Column('uuid')
  personaId!: string;

  @Column('uuid')
  accountId!: string;

  @Column({ type: 'uuid', nullable: true })
  pillarId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  clusterId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('posting_slots', { name: 'fk_posts_slot', onDelete: 'SET NULL' })
  slotId!: string | null;

  @Column({ type: 'text', default: 'draft' })
  state!: PostState;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'text', default: '' })
  caption!: string;

  /** Without `#`. */
  @Column({ type: 'text', array: true, default: '{}' })
  hashtags!: string[];

  @Column({ type: 'boolean', default: false })
  isAiGenerated!: boolean;

  /** A photo that was posted before may be posted again. */
  @Column({ type: 'boolean', default: false })
  allowRepost!: boolean;

  /** A caption of a recent post may be repeated. */
  @Column({ type: 'boolean', default: false })
  force!: boolean;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  scheduledAt!: Date | null;

  /** The wall time, `2026-11-01T18:30`, in `zone`. */
  @Column({ type: 'text', nullable: true })
  scheduledLocal!: string | null;

  @Column({ type: 'text', nullable: true })
  zone!: string | null;

  /** The version of the zone data that the instant was computed with; null for a post whose instant was given. */
  @Column({ type: 'text', nullable: true })
  zoneData!: string | null;

  /** Later it is not published any more. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  latestAt!: Date | null;

  /** When its preflight was repeated, shortly before its time. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  checkedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  publishedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  providerMediaId!: string | null;

  @Column({ type: 'text', nullable: true })
  permalink!: string | null;

  @Column({ type: 'boolean', default: false })
  needsPermalink!: boolean;

  /** Of photos, alt texts, caption and hashtags, as they were scheduled. */
  @Column({ type: 'text', nullable: true })
  contentSha256!: string | null;

  @Column({ type: 'int', default: 0 })
  attempts!: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  nextAttemptAt!: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  lastError!: PostError | null;

  /** Of the process that publishes it; every write of that process asks for it. */
  @Column({ type: 'uuid', nullable: true })
  leaseToken!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  leaseUntil!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  publishSentAt!: Date | null;

  /** The actor of the last change by a person. */
  @Column({ type: 'text', nullable: true })
  updatedBy!: string | null;
}
