import { Check } from 'typeorm';

/**
 * The names of a table's check constraints. TypeORM compares only names, so only names stand in the entity. The
 * conditions are in the migrations, and `trellis doctor` compares them with the database.
 */
export const Checks =
  (...names: readonly string[]): ClassDecorator =>
  (target) => {
    for (const name of names) Check(name, 'see the migration')(target);
  };
