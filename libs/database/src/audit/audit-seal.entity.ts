import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { Checks } from '../checks.ts';

/** The hash of a range of the audit log, chained to the seal before it. */
@Entity('audit_seals')
@Unique('uq_audit_seals_previous', ['previous'])
@Checks('ck_audit_seals_hash', 'ck_audit_seals_range')
export class AuditSealEntity {
  @PrimaryColumn({ type: 'timestamptz', precision: 3 })
  toAt!: Date;

  @PrimaryColumn('uuid')
  toId!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  fromAt!: Date;

  @Column('uuid')
  fromId!: string;

  @Column('int')
  rows!: number;

  /** SHA-256 of the previous hash and the rows, hexadecimal. */
  @Column('text')
  hash!: string;

  /** Empty in the first seal. */
  @Column('text')
  previous!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  sealedAt!: Date;
}
