import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Checks } from '@trellis/database';

/** The approval of a step in a run. Inserted when it is first needed. */
@Entity('pipeline_run_steps')
@Unique('uq_pipeline_run_steps_legacy', ['legacySource', 'legacyId'])
@Index('ix_pipeline_run_steps_step', ['stepId'])
@Checks('ck_pipeline_run_steps_top_k')
export class PipelineRunStepEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('pipeline_runs', { name: 'fk_pipeline_run_steps_run', onDelete: 'CASCADE' })
  runId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey('pipeline_steps', { name: 'fk_pipeline_run_steps_step', onDelete: 'RESTRICT' })
  stepId!: string;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  approvedAt!: Date | null;

  @Column({ type: 'int', nullable: true })
  topK!: number | null;

  @Column({ type: 'text', nullable: true })
  legacySource!: string | null;

  @Column({ type: 'text', nullable: true })
  legacyId!: string | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
