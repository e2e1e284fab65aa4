import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What a server did not take of a step of a run. It ends when the step changes, or a person resumes. */
@Entity('step_server_refusals')
@Index('ix_step_server_refusals_step', ['stepId'])
@Index('ix_step_server_refusals_server', ['serverId'])
export class StepServerRefusalEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('pipeline_runs', { name: 'fk_step_server_refusals_run', onDelete: 'CASCADE' })
  runId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey('pipeline_steps', { name: 'fk_step_server_refusals_step', onDelete: 'CASCADE' })
  stepId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey('comfy_servers', { name: 'fk_step_server_refusals_server', onDelete: 'CASCADE' })
  serverId!: string;

  @Column('text')
  detail!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;
}
