import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { workUrlOf } from '@trellis/database/testing';
import type { QueueOwner } from '@trellis/events';
import { EmbeddedPostgres } from '@trellis/embedded-postgres';
import { checksums } from './checksum.ts';
import { Migrator } from './migrator.ts';

const TEMPLATE_LOCK = 7_237_535_502;

/** A PostgreSQL for tests with a migrated template. Each test file copies the template (0.06 s). */
export interface TestServer {
  url: string;
  template: string;
  stop(): Promise<void>;
}

/**
 * On the server of the URL (whose user may create databases), or on an embedded one that is deleted afterwards.
 * @param owners the subscriptions whose queues the template has
 */
export async function startTestServer(owners: readonly QueueOwner[], url?: string): Promise<TestServer> {
  if (url) return { url, template: await ensureTemplate(url, owners), stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'trellis-test-'));
  await chmod(dataDir, 0o755);
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];
  const postgres = await EmbeddedPostgres.start({ dataDir, settings });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const { owner } = postgres.urls;
  return { url: owner, template: await ensureTemplate(owner, owners), stop };
}

/** Named after its migrations, and renamed when it is complete, so that an incomplete template is never copied. */
async function ensureTemplate(url: string, owners: readonly QueueOwner[]): Promise<string> {
  const version = createHash('sha256')
    .update([...(await checksums()).values(), ...owners.map(({ as }) => as)].join())
    .digest('hex')
    .slice(0, 12);
  const template = `trellis_template_${version}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(${TEMPLATE_LOCK})`);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (rowCount) return template;
    await client.query(`drop database if exists ${template}_half`);
    await client.query(`create database ${template}_half template template0`);
    const half = new URL(url);
    half.pathname = `/${template}_half`;
    await Migrator.use({ owner: half.href, work: workUrlOf(half.href) }, owners, (migrator) => migrator.up());
    await client.query(`alter database ${template}_half rename to ${template}`);
    return template;
  } finally {
    await client.end();
  }
}
export { guardsOf } from './guard-drift.ts';
export { landed } from './landed.ts';
