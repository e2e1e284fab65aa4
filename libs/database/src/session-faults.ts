/** Anything that queries one database, for example a `DataSource`. */
interface Queries {
  query<T>(sql: string): Promise<T>;
}

interface Facts {
  encoding: string;
  standby: boolean;
  readOnly: boolean;
  role: string;
}

/**
 * What a session cannot set for itself and Trellis cannot work with: one sentence for each, with its cure. Empty is
 * good.
 */
export async function sessionFaults(database: Queries): Promise<string[]> {
  const [facts] = await database.query<[Facts]>(`
    select current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby,
      current_setting('transaction_read_only') = 'on' as "readOnly",
      current_setting('session_replication_role') as role`);
  return faultsOf(facts);
}

function faultsOf({ encoding, standby, readOnly, role }: Facts): string[] {
  const faults: string[] = [];
  if (encoding !== 'UTF8')
    faults.push(`The encoding of the database is ${encoding}. Create the database with encoding 'UTF8'.`);
  if (standby) faults.push('The server is a standby and read-only. Set DATABASE_URL to the primary server.');
  else if (readOnly)
    faults.push(
      'Transactions are read-only. Set default_transaction_read_only to off for the role and for the database.',
    );
  if (role !== 'origin')
    faults.push(
      `session_replication_role is ${role}: triggers do not run. Set it to origin for the role and for the database.`,
    );
  return faults;
}
