import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Checks } from '@trellis/database';
import type { StoreName } from '@trellis/storage';

/** A place whose object may be deleted after `notBefore`. Keys are never reused, so it cannot belong to a later photo. */
@Entity('object_tombstones')
@Checks('ck_object_tombstones_store')
@Index('ix_object_tombstones_not_before', ['notBefore'])
export class ObjectTombstoneEntity {
  @PrimaryColumn({ type: 'text', default: 'public' })
  store!: StoreName;

  @PrimaryColumn('text')
  key!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  notBefore!: Date;

  @Column('text')
  reason!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}
