import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';
import type { KeptValues } from '@trellis/pipeline';
import type { JobReason, JobState } from '../states/job-state.ts';

/** One picture, or one batch of them, that a run wants of a step. */
@Entity('generation_jobs')
@Unique('uq_generation_jobs_number', ['number'])
@Unique('uq_generation_jobs_place', ['id', 'runId', 'stepId'])
@ForeignKey('image_candidates', ['parentId', 'runId'], ['id', 'runId'], {
  name: 'fk_generation_jobs_parent',
  onDelete: 'SET NULL',
})
@Index('ix_generation_jobs_open', { synchronize: false })
@Index('ix_generation_jobs_due', { synchronize: false })
@Index('ix_generation_jobs_created', { synchronize: false })
@Index('ix_generation_jobs_run', { synchronize: false })
@Index('ix_generation_jobs_state', { synchronize: false })
@Index('ix_generation_jobs_ended', { synchronize: false })
@Index('ix_generation_jobs_step', ['stepId'])
@Index('ix_generation_jobs_parent', ['parentId', 'runId'])
@Index('ix_generation_jobs_retry_of', ['retryOf'])
@Checks(
  ...['ck_generation_jobs_state', 'ck_generation_jobs_reason', 'ck_generation_jobs_attempts'],
  ...['ck_generation_jobs_waiting', 'ck_generation_jobs_ended', 'ck_generation_jobs_values'],
  'ck_generation_jobs_counted',
)
export class GenerationJobEntity extends RowEntity {
  /** `{{job_id}}` */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS', insert: false, update: false })
  number!: number;

  @Column('uuid')
  @ForeignKey('pipeline_runs', { name: 'fk_generation_jobs_run', onDelete: 'CASCADE' })
  runId!: string;

  @Column('uuid')
  @ForeignKey('pipeline_steps', { name: 'fk_generation_jobs_step', onDelete: 'CASCADE' })
  stepId!: string;

  @Column({ type: 'uuid', nullable: true })
  parentId!: string | null;

  @Column({ type: 'text', default: 'queued' })
  state!: JobState;

  @Column({ type: 'text', nullable: true })
  reason!: JobReason | null;

  /** Ended ones that the server took. */
  @Column({ type: 'smallint', default: 0 })
  attempts!: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  nextAttemptAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  cancelRequestedAt!: Date | null;

  @Column('jsonb')
  keptValues!: KeptValues;

  /** As it was sent last. JSON that is never parsed, because seeds have 64 bits. */
  @Column({ type: 'text', nullable: true, select: false })
  workflow!: string | null;

  /** Of the parent, or of the base step. */
  @Column({ type: 'boolean', default: false })
  failureCounted!: boolean;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('generation_jobs', { name: 'fk_generation_jobs_retry_of', onDelete: 'SET NULL' })
  retryOf!: string | null;

  @Column('text')
  createdBy!: string;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;
}
