import { Column, Entity, ForeignKey, Unique } from 'typeorm';
import { Checks, LegacyRowEntity } from '@trellis/database';

@Entity('pipeline_steps')
@Unique('uq_pipeline_steps_legacy', ['legacySource', 'legacyId'])
@Unique('uq_pipeline_steps_position', ['pipelineId', 'position'], { deferrable: 'INITIALLY DEFERRED' })
@Checks(
  'ck_pipeline_steps_name',
  'ck_pipeline_steps_position',
  'ck_pipeline_steps_output_node',
  'ck_pipeline_steps_timeout_minutes',
)
export class PipelineStepEntity extends LegacyRowEntity {
  @Column('uuid')
  @ForeignKey('pipelines', { name: 'fk_pipeline_steps_pipeline', onDelete: 'CASCADE' })
  pipelineId!: string;

  @Column('text')
  name!: string;

  @Column('int')
  position!: number;

  /** JSON with `{{placeholders}}`. Some are outside of strings, so it is stored as text. */
  @Column('text')
  workflowTemplate!: string;

  @Column({ type: 'boolean', default: false })
  needsRunPrompt!: boolean;

  @Column({ type: 'boolean', default: false })
  needsParentImagePath!: boolean;

  @Column({ type: 'boolean', default: false })
  needsRunVariables!: boolean;

  /** The id of the node whose pictures become candidates; null: those of every node. */
  @Column({ type: 'text', nullable: true })
  outputNode!: string | null;

  /** Minutes that one prompt may take; null: the settings'. */
  @Column({ type: 'int', nullable: true })
  timeoutMinutes!: number | null;
}
