import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** One line of a plan that was carried out: recorded in the transaction of its effect, so that each is carried out once. */
@Entity('backfill_changes')
@Check('ck_backfill_changes_change', `change in ('cluster.create', 'run.update', 'run.link')`)
@Check('ck_backfill_changes_line', 'line >= 1')
export class BackfillChangeEntity {
  @PrimaryColumn('uuid')
  plan!: string;

  @PrimaryColumn('int')
  line!: number;

  @Column('text')
  change!: 'cluster.create' | 'run.update' | 'run.link';

  @Column('uuid')
  subjectId!: string;

  @Column({ type: 'jsonb', nullable: true })
  before!: object | null;

  @Column({ type: 'jsonb', nullable: true })
  after!: object | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  revertedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
