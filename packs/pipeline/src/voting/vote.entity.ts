import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, LegacyRowEntity } from '@trellis/database';
import type { Outcome } from './elo.ts';

/** One comparison of two candidates. Append-only: it may be undone once, and is deleted only with its run. */
@Entity('votes')
@Unique('uq_votes_legacy', ['legacySource', 'legacyId'])
@Unique('uq_votes_sequence', ['sequence'])
@ForeignKey('image_candidates', ['candidateA', 'runId', 'stepId'], ['id', 'runId', 'stepId'], {
  name: 'fk_votes_candidate_a',
  onDelete: 'CASCADE',
})
@ForeignKey('image_candidates', ['candidateB', 'runId', 'stepId'], ['id', 'runId', 'stepId'], {
  name: 'fk_votes_candidate_b',
  onDelete: 'CASCADE',
})
@Index('uq_votes_pair', { synchronize: false })
@Index('ix_votes_run', ['runId', 'sequence'])
@Index('ix_votes_candidate_a', ['candidateA'])
@Index('ix_votes_candidate_b', ['candidateB'])
@Checks('ck_votes_candidates', 'ck_votes_outcome')
export class VoteEntity extends LegacyRowEntity {
  /** Increases in the order in which the votes of a run were counted: assigned while the run is locked. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS', insert: false, update: false })
  sequence!: number;

  @Column('uuid')
  @ForeignKey('pipeline_runs', { name: 'fk_votes_run', onDelete: 'CASCADE' })
  runId!: string;

  @Column('uuid')
  stepId!: string;

  @Column('uuid')
  candidateA!: string;

  @Column('uuid')
  candidateB!: string;

  @Column('text')
  outcome!: Outcome;

  /** Both scores before the vote. */
  @Column('int')
  scoreA!: number;

  @Column('int')
  scoreB!: number;

  @Column('int')
  deltaA!: number;

  @Column('int')
  deltaB!: number;

  @Column('text')
  actor!: string;

  /** The key of the actor; null for votes of earlier releases and of imports. */
  @Column({ type: 'uuid', nullable: true })
  keyId!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  undoneAt!: Date | null;
}
