import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';

/** A time of every week at which an account posts. */
@Entity('posting_slots')
@ForeignKey('publish_accounts', ['accountId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_posting_slots_account',
  onDelete: 'CASCADE',
})
@ForeignKey('content_pillars', ['pillarId', 'personaId'], ['id', 'personaId'], {
  name: 'fk_posting_slots_pillar',
  onDelete: 'SET NULL',
})
@Unique('uq_posting_slots_time', ['accountId', 'weekday', 'localTime'])
@Index('ix_posting_slots_pillar', ['pillarId'])
@Checks('ck_posting_slots_weekday', 'ck_posting_slots_time')
export class PostingSlotEntity extends RowEntity {
  @Column('uuid')
  accountId!: string;

  @Column('uuid')
  personaId!: string;

  /** 1 (Monday) .. 7 (Sunday). */
  @Column('smallint')
  weekday!: number;

  /** `18:30` in the account's zone. */
  @Column('text')
  localTime!: string;

  @Column({ type: 'uuid', nullable: true })
  pillarId!: string | null;
}
