import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** Counts of a run. Triggers keep them equal to the rows. */
@Entity('run_tallies')
@Checks('ck_run_tallies_counts')
export class RunTallyEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('pipeline_runs', { name: 'fk_run_tallies_run', onDelete: 'CASCADE' })
  runId!: string;

  /** Votes that were not undone. */
  @Column({ type: 'int', default: 0 })
  votesCast!: number;

  @Column({ type: 'int', default: 0 })
  activeCandidates!: number;

  /** On every step, rejected ones included. */
  @Column({ type: 'int', default: 0 })
  candidates!: number;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
