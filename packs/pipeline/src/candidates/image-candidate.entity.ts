import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, LegacyRowEntity } from '@trellis/database';

const ACTIVE = `status = 'active'`;

/** Columns that are for comparisons in the database only. */
export const HASHES = ['pictureHash', 'mirrorHash'] as const;

@Entity('image_candidates')
@Unique('uq_image_candidates_legacy', ['legacySource', 'legacyId'])
@Unique('uq_image_candidates_id_run', ['id', 'runId'])
@Unique('uq_image_candidates_id_run_step', ['id', 'runId', 'stepId'])
@ForeignKey('image_candidates', ['parentId', 'runId'], ['id', 'runId'], {
  name: 'fk_image_candidates_parent',
  onDelete: 'SET NULL',
})
@Index('ix_image_candidates_run', ['runId', 'createdAt', 'id'])
@Index('ix_image_candidates_step', ['stepId', 'runId'])
@Index('ix_image_candidates_parent', ['parentId'])
@Index('ix_image_candidates_elo', ['runId', 'eloScore', 'id'])
@Index('ix_image_candidates_votes', ['runId', 'voteCount', 'id'])
@Index('ix_image_candidates_turn', ['runId', 'stepId', 'voteCount', 'id'], { where: ACTIVE })
@Index('ix_image_candidates_partner', ['runId', 'stepId', 'voteCount', 'eloScore', 'id'], { where: ACTIVE })
@Index('uq_image_candidates_winner', ['runId'], { unique: true, where: 'is_winner' })
@Checks(
  'ck_image_candidates_parent',
  'ck_image_candidates_image_path',
  'ck_image_candidates_content_type',
  'ck_image_candidates_facts',
  'ck_image_candidates_sha256',
  'ck_image_candidates_status',
  'ck_image_candidates_counts',
  'ck_image_candidates_winner',
  'ck_image_candidates_hashes',
)
export class ImageCandidateEntity extends LegacyRowEntity {
  @Column('uuid')
  @ForeignKey('pipeline_runs', { name: 'fk_image_candidates_run', onDelete: 'CASCADE' })
  runId!: string;

  @Column('uuid')
  @ForeignKey('pipeline_steps', { name: 'fk_image_candidates_step', onDelete: 'RESTRICT' })
  stepId!: string;

  @Column({ type: 'uuid', nullable: true })
  parentId!: string | null;

  @Column('text')
  imagePath!: string;

  @Column({ type: 'text', nullable: true })
  contentType!: 'image/png' | 'image/jpeg' | 'image/webp' | null;

  @Column({ type: 'bigint', nullable: true })
  byteSize!: number | null;

  @Column({ type: 'text', nullable: true })
  sha256!: string | null;

  @Column({ type: 'int', nullable: true })
  width!: number | null;

  @Column({ type: 'int', nullable: true })
  height!: number | null;

  /** ThumbHash in base64; null for a candidate of an earlier release, or one imported without its file. */
  @Column({ type: 'text', nullable: true })
  placeholder!: string | null;

  /** 63 bits that are nearly the same for similar pictures, as text of 0 and 1. */
  @Column({ type: 'bit', length: 63, nullable: true, select: false })
  pictureHash!: string | null;

  /** Of the mirror image. */
  @Column({ type: 'bit', length: 63, nullable: true, select: false })
  mirrorHash!: string | null;

  @Column({ type: 'text', default: 'active' })
  status!: 'active' | 'rejected';

  @Column({ type: 'int', default: 1000 })
  eloScore!: number;

  @Column({ type: 'int', default: 0 })
  voteCount!: number;

  @Column({ type: 'int', default: 0 })
  failureCount!: number;

  @Column({ type: 'boolean', default: false })
  isWinner!: boolean;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  winnerAt!: Date | null;
}
