import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, EditedRowEntity } from '@trellis/database';

@Entity('content_pillars')
@Unique('uq_content_pillars_legacy', ['legacySource', 'legacyId'])
@Unique('uq_content_pillars_name', ['personaId', 'name'])
@Unique('uq_content_pillars_id_persona', ['id', 'personaId'])
@Index('ix_content_pillars_order', { synchronize: false })
@Checks(
  'ck_content_pillars_name',
  'ck_content_pillars_weight',
  'ck_content_pillars_dates',
  'ck_content_pillars_guidelines',
  'ck_content_pillars_target',
  'ck_content_pillars_priority',
)
export class ContentPillarEntity extends EditedRowEntity {
  @Column('uuid')
  @ForeignKey('personas', { name: 'fk_content_pillars_persona', onDelete: 'RESTRICT' })
  personaId!: string;

  @Column('text')
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  /** Percent of the persona's posts, two decimals. PostgreSQL's numeric arrives as text. */
  @Column({ type: 'numeric', precision: 5, scale: 2, default: 0 })
  weight!: string;

  @Column({ type: 'boolean', default: true })
  active!: boolean;

  /** ISO 8601 calendar date. */
  @Column({ type: 'date', nullable: true })
  startDate!: string | null;

  @Column({ type: 'date', nullable: true })
  endDate!: string | null;

  @Column({ type: 'jsonb', default: () => "'{}'" })
  guidelines!: object;

  @Column({ type: 'int', nullable: true })
  targetPostsPerWeek!: number | null;

  /** 1..5; 5 is the most important. */
  @Column({ type: 'int', default: 3 })
  priority!: number;
}
