import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';

export const suggestionStates = ['pending', 'accepted', 'rejected', 'expired'] as const;
export type SuggestionState = (typeof suggestionStates)[number];

/** An idea for a cluster and its pictures. Once decided it stays as it is. */
@Entity('suggestions')
@ForeignKey('suggestion_batches', ['batchId', 'pillarId', 'personaId'], ['id', 'pillarId', 'personaId'], {
  name: 'fk_suggestions_batch',
  onDelete: 'CASCADE',
})
@ForeignKey('clusters', ['clusterId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_suggestions_cluster',
  onDelete: 'SET NULL',
})
@Unique('uq_suggestions_place', ['batchId', 'place'])
@Unique('uq_suggestions_run', ['runId'])
@Index('ix_suggestions_persona', { synchronize: false })
@Index('ix_suggestions_persona_state', { synchronize: false })
@Index('ix_suggestions_pillar', { synchronize: false })
@Index('ix_suggestions_cluster', ['clusterId', 'personaId'])
@Index('ix_suggestions_pending', { synchronize: false })
@Checks(
  ...['ck_suggestions_title', 'ck_suggestions_description', 'ck_suggestions_prompt', 'ck_suggestions_source'],
  ...['ck_suggestions_state', 'ck_suggestions_accepted', 'ck_suggestions_made'],
)
export class SuggestionEntity extends RowEntity {
  @Column('uuid')
  batchId!: string;

  @Column('uuid')
  personaId!: string;

  @Column('uuid')
  pillarId!: string;

  /** From 0, in the order of the answer. */
  @Column('smallint')
  place!: number;

  @Column('text')
  title!: string;

  @Column('text')
  description!: string;

  @Column('text')
  prompt!: string;

  @Column('text')
  source!: 'ai' | 'template';

  @Column({ type: 'text', default: 'pending' })
  state!: SuggestionState;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  acceptedAt!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  clusterId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('pipeline_runs', { name: 'fk_suggestions_run', onDelete: 'SET NULL' })
  runId!: string | null;

  /** Also when the run was deleted since. */
  @Column({ type: 'boolean', default: false })
  runMade!: boolean;

  /** The actor of the last change. */
  @Column({ type: 'text', nullable: true })
  updatedBy!: string | null;
}
