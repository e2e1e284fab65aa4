import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

export const generationStates = ['on', 'paused', 'blocked'] as const;
export type GenerationState = (typeof generationStates)[number];

/** That a run generates, and how far. */
@Entity('run_generations')
@Index('ix_run_generations_turn', { synchronize: false })
@Index('ix_run_generations_blocked', ['blockedStep'])
@Checks(
  ...['ck_run_generations_state', 'ck_run_generations_max_children', 'ck_run_generations_blocked'],
  'ck_run_generations_base_failures',
)
export class RunGenerationEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('pipeline_runs', { name: 'fk_run_generations_run', onDelete: 'CASCADE' })
  runId!: string;

  @Column({ type: 'text', default: 'on' })
  state!: GenerationState;

  /** Of the base step, and of each parent. */
  @Column('int')
  maxChildren!: number;

  @Column({ type: 'timestamptz', nullable: true })
  lastServedAt!: Date | null;

  /** Nothing is needed until something of the run changes; triggers end it. */
  @Column({ type: 'boolean', default: false })
  idle!: boolean;

  /** The pause after failures of the base step. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  waitUntil!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('pipeline_steps', { name: 'fk_run_generations_step', onDelete: 'SET NULL' })
  blockedStep!: string | null;

  @Column({ type: 'text', nullable: true })
  blockedReason!: string | null;

  @Column({ type: 'text', nullable: true })
  blockedDetail!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  blockedAt!: Date | null;

  /** In a row. */
  @Column({ type: 'int', default: 0 })
  baseFailures!: number;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;

  /** The actor of the last change. */
  @Column({ type: 'text', nullable: true })
  updatedBy!: string | null;
}
