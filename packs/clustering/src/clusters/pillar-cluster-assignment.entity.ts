import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** The assignment of a pillar to a cluster of the same persona. */
@Entity('pillar_cluster_assignments')
@Unique('uq_pillar_cluster_assignments_legacy', ['legacySource', 'legacyId'])
@ForeignKey('content_pillars', ['pillarId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_pillar_cluster_assignments_pillar',
  onDelete: 'CASCADE',
})
@ForeignKey('clusters', ['clusterId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_pillar_cluster_assignments_cluster',
  onDelete: 'CASCADE',
})
@Index('ix_pillar_cluster_assignments_cluster', ['clusterId'])
@Index('uq_pillar_cluster_assignments_primary', ['clusterId'], { unique: true, where: 'is_primary' })
export class PillarClusterAssignmentEntity {
  @PrimaryColumn('uuid')
  pillarId!: string;

  @PrimaryColumn('uuid')
  clusterId!: string;

  @Column('uuid')
  personaId!: string;

  @Column({ type: 'boolean', default: false })
  isPrimary!: boolean;

  @Column({ type: 'text', nullable: true })
  notes!: string | null;

  @Column({ type: 'text', nullable: true })
  legacySource!: string | null;

  @Column({ type: 'text', nullable: true })
  legacyId!: string | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
