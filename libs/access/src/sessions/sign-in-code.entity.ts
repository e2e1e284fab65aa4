import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';

/** A code that signs in once, instead of a key. */
@Entity('sign_in_codes')
@Index('ix_sign_in_codes_key', ['keyId'])
@Checks('ck_sign_in_codes_hash')
export class SignInCodeEntity {
  /** SHA-256 of the code, hexadecimal. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_sign_in_codes' })
  hash!: string;

  @Column('uuid')
  @ForeignKey('api_keys', { name: 'fk_sign_in_codes_key', onDelete: 'CASCADE' })
  keyId!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
