import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** One row: whether this database may send anything, and how often it has. */
@Entity('publishing_state')
@Checks('ck_publishing_state_one', 'ck_publishing_state_number', 'ck_publishing_state_paused')
export class PublishingStateEntity {
  @PrimaryColumn('boolean', { default: true, primaryKeyConstraintName: 'pk_publishing_state' })
  id!: boolean;

  @Column('uuid')
  instanceId!: string;

  /** PostgreSQL's bigint arrives as text. */
  @Column({ type: 'bigint', default: 0 })
  sendNumber!: string;

  @Column({ type: 'text', nullable: true })
  pausedReason!: 'confirm_resume' | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
