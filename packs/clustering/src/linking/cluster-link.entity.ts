import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Checks } from '@trellis/database';
import type { StoreName } from '@trellis/storage';
import type { LinkReason, StoredLinkState } from './link-view.ts';

/**
 * The outcome of linking a completed run's winner, and the reason. One row per run. The intention (`intended…`) is
 * written before the store is used, so that a retry after a crash uses the same photo id and key.
 */
@Entity('cluster_links')
@Unique('uq_cluster_links_photo', ['photoId'])
@Index('ix_cluster_links_no_winner', ['clusterId', 'runId'], { where: `reason = 'no_winner'` })
@Index('ix_cluster_links_state', ['state', 'reason', 'updatedAt'])
@Index('ix_cluster_links_state_created', ['state', 'createdAt', 'runId'])
@Index('ix_cluster_links_created', ['createdAt', 'runId'])
@Index('ix_cluster_links_cluster', ['clusterId', 'createdAt', 'runId'])
@Index('ix_cluster_links_candidate', ['candidateId'])
@Checks(
  'ck_cluster_links_state',
  'ck_cluster_links_linked',
  'ck_cluster_links_reason',
  'ck_cluster_links_intended_store',
)
export class ClusterLinkEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('pipeline_runs', { name: 'fk_cluster_links_run', onDelete: 'CASCADE' })
  runId!: string;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('clusters', { name: 'fk_cluster_links_cluster', onDelete: 'SET NULL' })
  clusterId!: string | null;

  /** The winner that is linked, or is about to be. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('image_candidates', { name: 'fk_cluster_links_candidate', onDelete: 'SET NULL' })
  candidateId!: string | null;

  /** The existing photo, also while another one is about to replace it. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('photos', { name: 'fk_cluster_links_photo', onDelete: 'SET NULL' })
  photoId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  intendedPhotoId!: string | null;

  @Column({ type: 'text', nullable: true })
  intendedStore!: StoreName | null;

  @Column({ type: 'text', nullable: true })
  intendedKey!: string | null;

  /** A person deleted the photo of this winner. Set and reset by triggers; also reset by an explicit retry. */
  @Column({ type: 'boolean', default: false })
  photoDeleted!: boolean;

  @Column({ type: 'text', default: 'pending' })
  state!: StoredLinkState;

  @Column({ type: 'text', nullable: true })
  reason!: LinkReason | null;

  @Column({ type: 'int', default: 0 })
  attempts!: number;

  @Column({ type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  nextAttemptAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
