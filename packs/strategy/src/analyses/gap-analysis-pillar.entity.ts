import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Checks } from '@trellis/database';
import type { GapReason } from '../gaps/gap-reasons.ts';
import type { GapStatus } from '../gaps/pillar-numbers.ts';

/** A pillar of an analysis. It keeps its name, and stays when the pillar is deleted. */
@Entity('gap_analysis_pillars')
@Unique('uq_gap_analysis_pillars_pillar', ['analysisId', 'pillarId'])
@Checks(...['ck_gap_analysis_pillars_status', 'ck_gap_analysis_pillars_shares', 'ck_gap_analysis_pillars_reasons'])
export class GapAnalysisPillarEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('gap_analyses', { name: 'fk_gap_analysis_pillars_analysis', onDelete: 'CASCADE' })
  analysisId!: string;

  /** From 0, in the order of the analysis. */
  @PrimaryColumn('smallint')
  place!: number;

  @Column('uuid')
  pillarId!: string;

  @Column('text')
  name!: string;

  @Column('smallint')
  priority!: number;

  @Column('smallint')
  days!: number;

  @Column('int')
  needed!: number;

  @Column({ type: 'numeric', precision: 12, scale: 2 })
  ready!: number;

  @Column('int')
  planned!: number;

  @Column('int')
  missing!: number;

  @Column({ type: 'numeric', precision: 5, scale: 4 })
  supply!: number;

  @Column({ type: 'numeric', precision: 5, scale: 4 })
  recency!: number;

  @Column({ type: 'numeric', precision: 5, scale: 4 })
  plan!: number;

  @Column('smallint')
  score!: number;

  @Column('text')
  status!: GapStatus;

  @Column({ type: 'bigint', nullable: true })
  daysOfCover!: number | null;

  @Column({ type: 'date', nullable: true })
  lastsUntil!: string | null;

  @Column('int')
  impact!: number;

  @Column('jsonb')
  reasons!: GapReason[];
}
