import { Column, Entity, Index, Unique } from 'typeorm';
import { Checks, RowEntity } from '@trellis/database';
import type { Role } from './role.ts';

@Entity('api_keys')
@Unique('uq_api_keys_hash', ['hash'])
@Index('uq_api_keys_name_living', ['name'], { unique: true, where: 'revoked_at is null' })
@Checks('ck_api_keys_name', 'ck_api_keys_name_visible', 'ck_api_keys_role', 'ck_api_keys_hash')
export class ApiKeyEntity extends RowEntity {
  @Column('text')
  name!: string;

  @Column('text')
  role!: Role;

  /** SHA-256 of the whole key, hexadecimal. The key itself is shown once and not stored. */
  @Column('text')
  hash!: string;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  revokedAt!: Date | null;
}
