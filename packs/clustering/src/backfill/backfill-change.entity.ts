import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** An applied line of a plan. Recorded in the transaction of its effect, so that each line is applied once. */
@Entity('backfill_changes')
@Checks('ck_backfill_changes_change', 'ck_backfill_changes_line')
export class BackfillChangeEntity {
  @PrimaryColumn('uuid')
  plan!: string;

  @PrimaryColumn('int')
  line!: number;

  @Column('text')
  change!: 'cluster.create' | 'run.update' | 'run.link' | 'photo.create';

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
