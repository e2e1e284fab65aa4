import { Column, PrimaryColumn } from 'typeorm';

/** What every row has. The times are the database's (a default and a trigger), so no statement can forget them. */
export abstract class RowEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}

/** A row that an import may bring along from an earlier system, unique by both columns together. */
export abstract class LegacyRowEntity extends RowEntity {
  @Column({ type: 'text', nullable: true })
  legacySource!: string | null;

  @Column({ type: 'bigint', nullable: true })
  legacyId!: number | null;
}

/** The columns that the API shows: without the origin of an import and the time of the last change. */
export type Shown<T extends LegacyRowEntity> = Omit<T, 'legacySource' | 'legacyId' | 'updatedAt'>;

export function shown<T extends LegacyRowEntity>(row: T): Shown<T> {
  const { legacySource: _source, legacyId: _id, updatedAt: _updated, ...rest } = row;
  return rest;
}
