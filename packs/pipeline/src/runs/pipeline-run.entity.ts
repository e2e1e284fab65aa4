import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, EditedRowEntity } from '@trellis/database';

export const runStatuses = ['pending', 'running', 'completed', 'failed'] as const;
export type RunStatus = (typeof runStatuses)[number];

@Entity('pipeline_runs')
@Unique('uq_pipeline_runs_legacy', ['legacySource', 'legacyId'])
@ForeignKey('clusters', ['clusterId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_pipeline_runs_cluster',
  onDelete: 'SET NULL',
})
@Index('ix_pipeline_runs_open', { synchronize: false })
@Index('ix_pipeline_runs_created', ['createdAt', 'id'])
@Index('ix_pipeline_runs_status', ['status', 'createdAt', 'id'])
@Index('ix_pipeline_runs_persona', ['personaId', 'createdAt', 'id'])
@Index('ix_pipeline_runs_pipeline', ['pipelineId'])
@Index('ix_pipeline_runs_cluster', ['clusterId', 'createdAt', 'id'])
@Index('ix_pipeline_runs_unclustered', ['createdAt', 'id'], { where: 'cluster_id is null' })
@Index('ix_pipeline_runs_completed', ['id'], { where: `status = 'completed'` })
@Index('ix_pipeline_runs_name_parts', { synchronize: false })
@Checks(
  'ck_pipeline_runs_name',
  'ck_pipeline_runs_variables',
  'ck_pipeline_runs_status',
  'ck_pipeline_runs_completed_at',
  'ck_pipeline_runs_failure_reason',
  'ck_pipeline_runs_cluster_persona',
)
export class PipelineRunEntity extends EditedRowEntity {
  @Column('uuid')
  @ForeignKey('pipelines', { name: 'fk_pipeline_runs_pipeline', onDelete: 'RESTRICT' })
  pipelineId!: string;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('personas', { name: 'fk_pipeline_runs_persona', onDelete: 'RESTRICT' })
  personaId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  clusterId!: string | null;

  @Column('text')
  name!: string;

  @Column({ type: 'text', nullable: true })
  prompt!: string | null;

  @Column('text')
  targetFolder!: string;

  @Column({ type: 'jsonb', default: () => "'{}'" })
  variables!: object;

  @Column({ type: 'text', default: 'pending' })
  status!: RunStatus;

  @Column({ type: 'text', nullable: true })
  failureReason!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  completedAt!: Date | null;
}
