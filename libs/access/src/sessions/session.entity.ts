import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';

@Entity('sessions')
@Unique('uq_sessions_hash', ['hash'])
@Index('ix_sessions_key', ['keyId'])
@Index('ix_sessions_list', ['createdAt', 'id'])
@Index('ix_sessions_expires', ['expiresAt'])
@Checks('ck_sessions_hash', 'ck_sessions_by', 'ck_sessions_expires')
export class SessionEntity extends RowEntity {
  @Column('uuid')
  @ForeignKey('api_keys', { name: 'fk_sessions_key', onDelete: 'CASCADE' })
  keyId!: string;

  /** SHA-256 of the token, hexadecimal. Only the browser has the token. */
  @Column('text')
  hash!: string;

  /** The name of the person, as given at sign-in. It gives no right. */
  @Column({ type: 'text', nullable: true })
  by!: string | null;

  /** Where the person signed in from. */
  @Column('text')
  address!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;
}
