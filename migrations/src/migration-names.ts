import type { MigrationInterface } from 'typeorm';
import { migrations } from './migrations.ts';

/** Steps of the migrator that are no migrations. */
export const QUEUES = 'Queues';
export const WORKING_ROLE = 'WorkingRole';
const nameOf = (to: string): string => {
  const fitting = migrations.filter(
    ({ name }) => name.toLowerCase().replace(/\d+$/, '') === to.toLowerCase() || name === to,
  );
  if (!fitting[0]) throw new UnknownMigrationError(to);
  return fitting[0].name;
};
export const upTo = (pending: string[], to?: string) =>
  to ? pending.slice(0, pending.indexOf(nameOf(to)) + 1) : pending;
/** The migrations after `to`; empty when `to` is not applied or is the last. */
export const downTo = (newestFirst: string[], to?: string) =>
  to ? newestFirst.slice(0, Math.max(0, newestFirst.indexOf(nameOf(to)))) : newestFirst.slice(0, 1);
export const migrationNamed = (name: string): MigrationInterface => {
  const migration = migrations.find((one) => one.name === name);
  if (!migration) throw new UnknownMigrationError(name);
  return new migration();
};

export class UnknownMigrationError extends Error {
  constructor(name: string) {
    super(`There is no migration ${name}; there are ${migrations.map((one) => one.name).join(', ')}.`);
  }
}
