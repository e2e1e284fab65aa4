export class RoleMissingError extends Error {
  constructor(name: string) {
    super(
      `The database has no role ${name}, and the user of MIGRATION_DATABASE_URL may not create it. ` +
        `As an administrator of the server, run: create role "${name}" login password '…'. Then run: trellis migrate up`,
    );
  }
}

/** The owner of the tables cannot take these rights back. */
export class RightsError extends Error {
  constructor(name: string, rights: readonly string[]) {
    super(
      `The role ${name} has or lacks rights that the user of MIGRATION_DATABASE_URL may not change: ${rights.join('; ')}. ` +
        'As the owner of the database or schema, grant or revoke them (also from public), and run: trellis migrate up',
    );
  }
}
