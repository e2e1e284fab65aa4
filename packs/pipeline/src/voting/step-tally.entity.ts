import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** Counts of one step of a run. Triggers keep them equal to the rows. */
@Entity('step_tallies')
@Index('ix_step_tallies_step', ['stepId'])
@Checks('ck_step_tallies_counts')
export class StepTallyEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('pipeline_runs', { name: 'fk_step_tallies_run', onDelete: 'CASCADE' })
  runId!: string;

  @PrimaryColumn('uuid')
  @ForeignKey('pipeline_steps', { name: 'fk_step_tallies_step', onDelete: 'CASCADE' })
  stepId!: string;

  /** Candidates that are not rejected. */
  @Column({ type: 'int', default: 0 })
  active!: number;

  /** Votes between two of them. */
  @Column({ type: 'int', default: 0 })
  compared!: number;
}

/** The open pairs of a run `r`, as SQL. */
export const OPEN_PAIRS = (run: string): string =>
  `(select coalesce(sum(t.active::bigint * (t.active - 1) / 2 - t.compared), 0) from step_tallies t where t.run_id = ${run})`;
