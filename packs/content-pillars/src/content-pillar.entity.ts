import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { LegacyRowEntity } from '@trellis/database';

@Entity('content_pillars')
@Unique('uq_content_pillars_legacy', ['legacySource', 'legacyId'])
@Unique('uq_content_pillars_name', ['personaId', 'name'])
@Unique('uq_content_pillars_id_persona', ['id', 'personaId'])
@Check('ck_content_pillars_name', 'name = btrim(name)')
@Check('ck_content_pillars_weight', 'weight between 0 and 100')
@Check('ck_content_pillars_dates', 'end_date > start_date')
@Check('ck_content_pillars_guidelines', `jsonb_typeof(guidelines) = 'object'`)
@Check('ck_content_pillars_target', 'target_posts_per_week >= 0')
@Check('ck_content_pillars_priority', 'priority between 1 and 5')
@Index('ix_content_pillars_order', { synchronize: false })
export class ContentPillarEntity extends LegacyRowEntity {
  @Column('uuid')
  @ForeignKey('personas', { name: 'fk_content_pillars_persona', onDelete: 'RESTRICT' })
  personaId!: string;

  @Column('text')
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  /** Per cent of the persona's posts, two decimals. PostgreSQL's numeric arrives as text. */
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

  /** 1..5, and 5 is the most important. */
  @Column({ type: 'int', default: 3 })
  priority!: number;
}
