import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';

/** A secret address of a persona's calendar. It ends with its key. */
@Entity('calendar_feeds')
@Unique('uq_calendar_feeds_token', ['tokenHash'])
@Index('ix_calendar_feeds_persona', ['personaId'])
@Index('ix_calendar_feeds_key', ['keyId'])
@Checks('ck_calendar_feeds_token')
export class CalendarFeedEntity extends RowEntity {
  @Column('uuid')
  @ForeignKey('personas', { name: 'fk_calendar_feeds_persona', onDelete: 'CASCADE' })
  personaId!: string;

  @Column('uuid')
  @ForeignKey('api_keys', { name: 'fk_calendar_feeds_key', onDelete: 'CASCADE' })
  keyId!: string;

  /** SHA-256 of the address's secret, in hex. */
  @Column('text')
  tokenHash!: string;

  /** Whether the entries have captions. */
  @Column({ type: 'boolean', default: false })
  captions!: boolean;
}
