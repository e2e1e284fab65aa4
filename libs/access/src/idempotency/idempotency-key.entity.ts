import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** The first answer to a request that its client may repeat; made in the transaction of the effect, kept for 24 hours. */
@Entity('idempotency_keys')
@Index('ix_idempotency_keys_created', ['createdAt'])
@Checks('ck_idempotency_keys_key', 'ck_idempotency_keys_status')
export class IdempotencyKeyEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('api_keys', { name: 'fk_idempotency_keys_holder', onDelete: 'CASCADE' })
  holderId!: string;

  @PrimaryColumn('text')
  method!: string;

  /** Without the query. */
  @PrimaryColumn('text')
  path!: string;

  @PrimaryColumn('text')
  key!: string;

  /** Hexadecimal, of the body as it was understood. */
  @Column('text')
  bodySha256!: string;

  @Column('int')
  status!: number;

  /** Sealed with the holder's own key: an answer may hold what is shown once. */
  @Column('bytea')
  answer!: Buffer;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
