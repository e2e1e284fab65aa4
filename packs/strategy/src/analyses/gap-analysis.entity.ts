import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** Gaps as they were at a time. The database refuses changes. */
@Entity('gap_analyses')
@Index('ix_gap_analyses_persona', { synchronize: false })
@Checks('ck_gap_analyses_horizon', 'ck_gap_analyses_score', 'ck_gap_analyses_counts')
export class GapAnalysisEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  @ForeignKey('personas', { name: 'fk_gap_analyses_persona', onDelete: 'CASCADE' })
  personaId!: string;

  @Column('date')
  asOf!: string;

  @Column('smallint')
  horizonDays!: number;

  @Column('int')
  postsPerWeek!: number;

  @Column({ type: 'smallint', nullable: true })
  score!: number | null;

  @Column('int')
  needed!: number;

  @Column({ type: 'numeric', precision: 12, scale: 2 })
  ready!: number;

  @Column('int')
  planned!: number;

  @Column('int')
  missing!: number;

  @Column('boolean')
  overcommitted!: boolean;

  @Column({ type: 'numeric', precision: 5, scale: 2 })
  unplannedWeight!: number;

  @Column('int')
  homeless!: number;

  @Column('text')
  createdBy!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;
}
