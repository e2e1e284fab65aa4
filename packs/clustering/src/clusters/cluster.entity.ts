import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, EditedRowEntity } from '@trellis/database';

export type ClusterStatus = 'draft' | 'active' | 'archived';

@Entity('clusters')
@Unique('uq_clusters_legacy', ['legacySource', 'legacyId'])
@Unique('uq_clusters_name', ['personaId', 'name'])
@Unique('uq_clusters_id_persona', ['id', 'personaId'])
@Index('ix_clusters_persona', ['personaId', 'createdAt', 'id'])
@Index('ix_clusters_name_parts', { synchronize: false })
@Checks('ck_clusters_name', 'ck_clusters_status', 'ck_clusters_counts')
export class ClusterEntity extends EditedRowEntity {
  /** Never changes; the database refuses it. */
  @Column('uuid')
  @ForeignKey('personas', { name: 'fk_clusters_persona', onDelete: 'RESTRICT' })
  personaId!: string;

  @Column('text')
  name!: string;

  @Column({ type: 'text', default: 'active' })
  status!: ClusterStatus;

  @Column({ type: 'text', nullable: true })
  aiPrompt!: string | null;

  /** Kept by triggers, always equal to the rows. */
  @Column({ type: 'int', default: 0, insert: false, update: false })
  photosCount!: number;

  @Column({ type: 'int', default: 0, insert: false, update: false })
  runsCount!: number;
}
