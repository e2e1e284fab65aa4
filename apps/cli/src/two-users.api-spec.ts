import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgres, lockDataDirectory } from '@trellis/embedded-postgres';
import { freshDatabase, onServer } from '@trellis/testing';
import { useCommandLibrary } from './library.spec-support.ts';
import { trellis } from './trellis.spec-support.ts';

async function on<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Takes from an embedded library what releases with one user did not have. */
async function makeOld(dataDir: string): Promise<void> {
  const lock = lockDataDirectory(dataDir);
  const postgres = await EmbeddedPostgres.start({ dataDir });
  await on(postgres.urls.owner, (client) => client.query('drop owned by trellis_app; drop role trellis_app'));
  await postgres.stop();
  lock?.release();
  const file = join(dataDir, 'database.json');
  const facts = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  delete facts['workPassword'];
  await writeFile(file, JSON.stringify(facts));
}

describe('an embedded library of a release with one user', () => {
  let dataDir: string;
  const run = (...args: string[]) => trellis({ TRELLIS_DATA_DIR: dataDir }, ...args);

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trellis-users-'));
    await chmod(dataDir, 0o755);
    expect((await run('migrate', 'up')).code).toBe(0);
    await run('keys', 'create', '--name', 'north', '--role', 'admin');
    await makeOld(dataDir);
  }, 60_000);
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('says what to do, is upgraded by migrate up, and keeps its rows', async () => {
    expect(await run('keys', 'list')).toMatchObject({ code: 1, stderr: expect.stringContaining('trellis migrate up') });
    expect(await run('doctor')).toMatchObject({ code: 1, stdout: expect.stringContaining('pending_migrations') });
    expect((await run('migrate', 'up')).stdout).toBe('applied WorkingRole\n');
    expect((await run('keys', 'list')).stdout).toContain('north');
    expect(await run('doctor')).toMatchObject({ code: 0, stdout: 'No findings.\n' });
    const facts = JSON.parse(await readFile(join(dataDir, 'database.json'), 'utf8')) as Record<string, string>;
    expect(facts).toMatchObject({ password: expect.any(String), workPassword: expect.any(String) });
    expect(facts['workPassword']).not.toBe(facts['password']);
  }, 120_000);
});

describe('a remote library of a release with one user', () => {
  const library = useCommandLibrary();
  const role = `worker_${randomBytes(6).toString('hex')}`;
  afterAll(() => onServer(`drop role if exists ${role}`));

  it('is upgraded by migrate up with the URLs of both users', async () => {
    const work = Object.assign(new URL(library.url), { username: role, password: 'of-the-worker' }).href;
    library.env = { DATABASE_URL: work };
    expect((await library.run('doctor')).stderr).toContain('password authentication failed');
    library.env = { DATABASE_URL: work, MIGRATION_DATABASE_URL: library.url };
    expect((await library.run('migrate', 'up')).stdout).toBe('applied WorkingRole\n');
    library.env = { DATABASE_URL: work, MIGRATION_DATABASE_URL: '' };
    expect(await library.run('doctor')).toMatchObject({ code: 0 });
    expect((await library.run('keys', 'create', '--name', 'n', '--role', 'viewer')).code).toBe(0);
    await on(work, async (client) => {
      expect((await client.query('select name from personas')).rows).toEqual([{ name: 'north quay' }]);
      await expect(client.query('alter table audit_log disable trigger all')).rejects.toThrow('must be owner');
    });
  }, 60_000);

  it('is not taken for upgraded when the URLs lead to different databases', async () => {
    const other = await freshDatabase({ empty: true });
    library.env = { DATABASE_URL: other.workUrl, MIGRATION_DATABASE_URL: library.url };
    const { code, stderr } = await library.run('migrate', 'up');
    await other.drop();
    expect([code, stderr]).toEqual([2, expect.stringContaining('lead to different databases')]);
  }, 60_000);

  it('is not confused with the embedded one when only the owner is given', async () => {
    library.env = { DATABASE_URL: '', MIGRATION_DATABASE_URL: library.url };
    const { code, stderr } = await library.run('migrate', 'up');
    expect([code, stderr]).toEqual([2, 'DATABASE_URL is required with MIGRATION_DATABASE_URL\n']);
  }, 60_000);
});
