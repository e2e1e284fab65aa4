import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database for one test file, copied from the migrated template. */
export interface FreshDatabase {
  /** Of its owner, a superuser. */
  url: string;
  /** Of the working role, as the servers and commands have it. */
  workUrl: string;
  /** Drops the database and ends remaining connections. */
  drop(): Promise<void>;
}

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the test through Jest's global setup`);
  return value;
};

/** Runs a statement on the test server, outside of the test's database. */
export async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: setting('TRELLIS_TEST_SERVER') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Takes 0.06 s. `empty` creates a database without tables, for tests of the migrations. */
export async function freshDatabase({ empty = false, encoding = 'UTF8' } = {}): Promise<FreshDatabase> {
  const name = `trellis_test_${randomBytes(6).toString('hex')}`;
  const template = empty ? `template0 encoding '${encoding}' locale 'C'` : setting('TRELLIS_TEST_TEMPLATE');
  await onServer(`create database ${name} template ${template}`);
  const at = (server: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const url = at(setting('TRELLIS_TEST_SERVER'));
  return { url, workUrl: at(workUrlOf(url)), drop: () => onServer(`drop database if exists ${name} with (force)`) };
}

/** The URL of the working role of the test server; its password is no secret. */
export const workUrlOf = (url: string): string =>
  Object.assign(new URL(url), { username: 'trellis_test', password: 'trellis_test' }).href;
