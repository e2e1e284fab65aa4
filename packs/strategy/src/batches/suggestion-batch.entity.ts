import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { AiFailureKind } from '@trellis/ai';
import { Checks, RowEntity } from '@trellis/database';

export const batchStates = ['queued', 'running', 'done', 'failed'] as const;
export type BatchState = (typeof batchStates)[number];

/** Ideas that were asked for together. It has all of its suggestions, or none. */
@Entity('suggestion_batches')
@ForeignKey('content_pillars', ['pillarId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_suggestion_batches_pillar',
  onDelete: 'CASCADE',
})
@ForeignKey('clusters', ['clusterId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_suggestion_batches_cluster',
  onDelete: 'SET NULL',
})
@Unique('uq_suggestion_batches_whole', ['id', 'pillarId', 'personaId'])
@Index('uq_suggestion_batches_under_way', { synchronize: false })
@Index('ix_suggestion_batches_pillar', ['pillarId', 'personaId'])
@Index('ix_suggestion_batches_cluster', ['clusterId', 'personaId'])
@Checks(
  ...['ck_suggestion_batches_wanted', 'ck_suggestion_batches_state', 'ck_suggestion_batches_source'],
  ...[
    'ck_suggestion_batches_error',
    'ck_suggestion_batches_lease',
    'ck_suggestion_batches_failures',
    'ck_suggestion_batches_attempts',
  ],
)
export class SuggestionBatchEntity extends RowEntity {
  @Column('uuid')
  personaId!: string;

  @Column('uuid')
  pillarId!: string;

  @Column({ type: 'uuid', nullable: true })
  clusterId!: string | null;

  /** 1..10. */
  @Column('smallint')
  wanted!: number;

  @Column({ type: 'text', default: 'queued' })
  state!: BatchState;

  @Column('text')
  source!: 'ai' | 'template';

  /** Of the last attempt. */
  @Column({ type: 'text', nullable: true })
  errorKind!: AiFailureKind | null;

  @Column({ type: 'text', nullable: true })
  errorDetail!: string | null;

  /** How often it has failed, by kind. */
  @Column({ type: 'jsonb', default: () => "'{}'" })
  failures!: Partial<Record<AiFailureKind, number>>;

  @Column({ type: 'int', default: 0 })
  attempts!: number;

  /** Which worker the row belongs to: one that lost it to a later one changes nothing. */
  @Column({ type: 'int', default: 0 })
  claim!: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  nextAttemptAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  leaseUntil!: Date | null;

  @Column('text')
  createdBy!: string;
}
