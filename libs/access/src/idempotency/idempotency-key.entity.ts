import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/**
 * The first answer to a request that its client may repeat. Written in the transaction of the effect, kept for 24
 * hours.
 */
@Entity('idempotency_keys')
@Index('ix_idempotency_keys_created', ['createdAt'])
@Checks('ck_idempotency_keys_key', 'ck_idempotency_keys_status', 'ck_idempotency_keys_sealing')
export class IdempotencyKeyEntity {
  @PrimaryColumn('uuid')
  @ForeignKey('api_keys', { name: 'fk_idempotency_keys_holder', onDelete: 'CASCADE' })
  holderId!: string;

  @PrimaryColumn('text')
  method!: string;

  /** Without the query string. */
  @PrimaryColumn('text')
  path!: string;

  @PrimaryColumn('text')
  key!: string;

  /** Hexadecimal, of the parsed body. */
  @Column('text')
  bodySha256!: string;

  @Column('int')
  status!: number;

  @Column('bytea')
  answer!: Buffer;

  /** `master`: the answer holds a secret and is sealed. `holder`: an earlier release sealed it with the holder's key. */
  @Column('text', { default: 'holder' })
  sealing!: 'none' | 'master' | 'holder';

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
