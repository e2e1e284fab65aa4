import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { OutputFile } from '@trellis/comfyui';
import { Checks, RowEntity } from '@trellis/database';
import type { AttemptState } from '../states/attempt-state.ts';

/** One prompt of a job on one server. Its id is the `prompt_id`. */
@Entity('generation_attempts')
@Unique('uq_generation_attempts_job', ['id', 'jobId'])
@Index('uq_generation_attempts_open', { synchronize: false })
@Index('uq_generation_attempts_in_flight', { synchronize: false })
@Index('ix_generation_attempts_collecting', { synchronize: false })
@Index('ix_generation_attempts_job', ['jobId', 'createdAt'])
@Index('ix_generation_attempts_given_up', { synchronize: false })
@Index('ix_generation_attempts_server', ['serverId'])
@Checks(
  ...['ck_generation_attempts_state', 'ck_generation_attempts_server', 'ck_generation_attempts_ended'],
  ...['ck_generation_attempts_cancelling', 'ck_generation_attempts_message', 'ck_generation_attempts_error'],
  ...['ck_generation_attempts_images', 'ck_generation_attempts_progress'],
)
export class GenerationAttemptEntity extends RowEntity {
  @Column('uuid')
  @ForeignKey('generation_jobs', { name: 'fk_generation_attempts_job', onDelete: 'CASCADE' })
  jobId!: string;

  /** Null when the server was deleted since. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('comfy_servers', { name: 'fk_generation_attempts_server', onDelete: 'SET NULL' })
  serverId!: string | null;

  @Column('text')
  serverName!: string;

  @Column({ type: 'text', default: 'sending' })
  state!: AttemptState;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  sentAt!: Date;

  /** When the request that sent it was over. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  answeredAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  acceptedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  runningAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  collectingAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  progressAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  missedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  cancellingAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  cancellingFor!: 'asked' | 'time' | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;

  /** In the queue of the server. */
  @Column({ type: 'bigint', nullable: true })
  number!: number | null;

  @Column({ type: 'text', nullable: true })
  errorType!: string | null;

  @Column({ type: 'text', nullable: true })
  node!: string | null;

  @Column({ type: 'text', nullable: true })
  message!: string | null;

  /** Steps of the sampler that runs. */
  @Column({ type: 'double precision', nullable: true })
  progressValue!: number | null;

  @Column({ type: 'double precision', nullable: true })
  progressMax!: number | null;

  /** What it saved, while that is collected. */
  @Column({ type: 'jsonb', nullable: true })
  images!: OutputFile[] | null;
}
