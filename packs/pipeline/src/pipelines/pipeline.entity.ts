import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { LegacyRowEntity } from '@trellis/database';

@Entity('pipelines')
@Unique('uq_pipelines_legacy', ['legacySource', 'legacyId'])
@Check('ck_pipelines_name', 'name = btrim(name)')
@Index('ix_pipelines_created', ['createdAt', 'id'])
export class PipelineEntity extends LegacyRowEntity {
  @Column('text')
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;
}
