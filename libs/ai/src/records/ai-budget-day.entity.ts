import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** What a day has used, UTC. */
@Entity('ai_budget_days')
@Checks('ck_ai_budget_days_used')
export class AiBudgetDayEntity {
  @PrimaryColumn('date')
  day!: string;

  @Column({ type: 'int', default: 0 })
  calls!: number;

  /** Reserved before a call, and corrected after it. */
  @Column({ type: 'bigint', default: 0 })
  tokens!: number;

  /** Tokens that the last call was given. */
  @Column({ type: 'int', default: 0 })
  granted!: number;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
