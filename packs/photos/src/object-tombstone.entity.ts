import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A key whose object may be deleted after `notBefore`. Keys are never reused, so it cannot belong to a later photo. */
@Entity('object_tombstones')
@Index('ix_object_tombstones_not_before', ['notBefore'])
export class ObjectTombstoneEntity {
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
