import { Column, PrimaryColumn } from 'typeorm';

/** The columns of every row. The database sets the times (a default and a trigger), so no statement can forget them. */
export abstract class RowEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()', insert: false, update: false })
  updatedAt!: Date;
}

/** A row that may come from an import. Source and legacy id are unique together. */
export abstract class LegacyRowEntity extends RowEntity {
  @Column({ type: 'text', nullable: true })
  legacySource!: string | null;

  @Column({ type: 'text', nullable: true })
  legacyId!: string | null;
}

/** A row that people change with PATCH. `updatedAt` always grows, so that it tells one state from the next. */
export abstract class EditedRowEntity extends LegacyRowEntity {
  /** The actor of the last change; null before the first one since this column exists. */
  @Column({ type: 'text', nullable: true })
  updatedBy!: string | null;
}

/** Where an imported row comes from. */
export const ORIGIN = ['legacySource', 'legacyId'] as const;

/** The columns of every row that the API does not show. */
export const HIDDEN = ['legacySource', 'legacyId', 'updatedAt'] as const;

/** The columns that the API shows: without the origin of an import and the time of the last change. */
export type Shown<T extends LegacyRowEntity> = Omit<T, (typeof HIDDEN)[number]>;

export function shown<T extends LegacyRowEntity>(row: T): Shown<T> {
  const { legacySource: _source, legacyId: _id, updatedAt: _updated, ...rest } = row;
  return rest;
}
