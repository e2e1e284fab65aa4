import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Checks } from '@trellis/database';

/** A file that an attempt saved: a candidate, or why it is none. */
@Entity('generation_outputs')
@ForeignKey('generation_attempts', ['attemptId', 'jobId'], ['id', 'jobId'], {
  name: 'fk_generation_outputs_attempt',
  onDelete: 'CASCADE',
})
@ForeignKey('generation_jobs', ['jobId', 'runId', 'stepId'], ['id', 'runId', 'stepId'], {
  name: 'fk_generation_outputs_job',
  onDelete: 'CASCADE',
})
@ForeignKey('image_candidates', ['candidateId', 'runId', 'stepId'], ['id', 'runId', 'stepId'], {
  name: 'fk_generation_outputs_candidate',
  onDelete: 'CASCADE',
})
@Unique('uq_generation_outputs_candidate', ['candidateId'])
@Unique('uq_generation_outputs_ordinal', ['attemptId', 'ordinal'])
@Unique('uq_generation_outputs_file', ['attemptId', 'filename', 'subfolder'])
@Index('ix_generation_outputs_taken', { synchronize: false })
@Index('ix_generation_outputs_job', ['jobId', 'runId', 'stepId'])
@Checks(
  ...['ck_generation_outputs_ordinal', 'ck_generation_outputs_type', 'ck_generation_outputs_sha256'],
  'ck_generation_outputs_taken',
)
export class GenerationOutputEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  attemptId!: string;

  @Column('uuid')
  jobId!: string;

  @Column('uuid')
  runId!: string;

  @Column('uuid')
  stepId!: string;

  /** From 0, in the order of the server. */
  @Column('int')
  ordinal!: number;

  @Column('text')
  node!: string;

  @Column('text')
  filename!: string;

  @Column('text')
  subfolder!: string;

  @Column('text')
  type!: string;

  @Column({ type: 'text', nullable: true })
  sha256!: string | null;

  @Column({ type: 'uuid', nullable: true })
  candidateId!: string | null;

  /** Why it is no candidate. */
  @Column({ type: 'text', nullable: true })
  refusal!: string | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;
}
