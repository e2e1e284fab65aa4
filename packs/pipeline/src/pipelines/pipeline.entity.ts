import { Column, Entity, Index, Unique } from 'typeorm';
import { Checks, EditedRowEntity } from '@trellis/database';

@Entity('pipelines')
@Unique('uq_pipelines_legacy', ['legacySource', 'legacyId'])
@Index('ix_pipelines_created', ['createdAt', 'id'])
@Checks('ck_pipelines_name')
export class PipelineEntity extends EditedRowEntity {
  @Column('text')
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;
}
