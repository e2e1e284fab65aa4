import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { LegacyRowEntity } from '@trellis/database';

export type RunStatus = 'pending' | 'running' | 'completed' | 'failed';

@Entity('pipeline_runs')
@Unique('uq_pipeline_runs_legacy', ['legacySource', 'legacyId'])
@ForeignKey('clusters', ['clusterId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_pipeline_runs_cluster',
  onDelete: 'SET NULL',
})
@Check('ck_pipeline_runs_name', 'name = btrim(name)')
@Check('ck_pipeline_runs_variables', `jsonb_typeof(variables) = 'object'`)
@Check('ck_pipeline_runs_status', `status in ('pending', 'running', 'completed', 'failed')`)
@Check('ck_pipeline_runs_completed_at', `(status = 'completed') = (completed_at is not null)`)
@Check('ck_pipeline_runs_failure_reason', `failure_reason is null or status = 'failed'`)
@Check('ck_pipeline_runs_cluster_persona', 'cluster_id is null or persona_id is not null')
@Index('ix_pipeline_runs_created', ['createdAt', 'id'])
@Index('ix_pipeline_runs_status', ['status', 'createdAt', 'id'])
@Index('ix_pipeline_runs_persona', ['personaId', 'createdAt', 'id'])
@Index('ix_pipeline_runs_pipeline', ['pipelineId'])
@Index('ix_pipeline_runs_cluster', ['clusterId', 'createdAt', 'id'])
@Index('ix_pipeline_runs_completed', ['id'], { where: `status = 'completed'` })
export class PipelineRunEntity extends LegacyRowEntity {
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
