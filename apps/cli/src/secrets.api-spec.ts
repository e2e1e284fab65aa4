import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { loadConfig } from '@trellis/config';
import { EmbeddedPostgres, lockDataDirectory } from '@trellis/embedded-postgres';
import { Secrets, SecretsSettings } from '@trellis/secrets';
import { useCommandLibraryPerTest } from './library.spec-support.ts';
import { trellis } from './trellis.spec-support.ts';

const aKey = () => randomBytes(32).toString('base64');

const secretsWith = (env: NodeJS.ProcessEnv) => new Secrets(loadConfig(env, [SecretsSettings]));
const withKeys = (keys: string) => secretsWith({ DATABASE_URL: 'postgres://a/a', SECRETS_KEY: keys });

/** A kept answer of a new key, sealed for its place. */
async function keep(sql: Client, secrets: Secrets, key: string): Promise<string> {
  const made = await sql.query<{ id: string }>(
    `insert into api_keys (id, name, role, hash) values (gen_random_uuid(), $1, 'admin', md5($1) || md5('x' || $1)) returning id`,
    [key],
  );
  const id = made.rows[0]?.id as string;
  const row = `${id} POST /api/v1/keys ${key}`;
  const sealed = secrets.seal(`answer ${key}`, { table: 'idempotency_keys', row, column: 'answer' });
  await sql.query(
    `insert into idempotency_keys (holder_id, method, path, key, body_sha256, status, answer, sealing)
     values ($1, 'POST', '/api/v1/keys', $2, 'x', 201, $3, 'master')`,
    [id, key, sealed],
  );
  return row;
}

async function openAll(sql: Client, secrets: Secrets): Promise<string[]> {
  const { rows } = await sql.query<{ row: string; answer: Buffer }>(
    `select concat_ws(' ', holder_id, method, path, key) as row, answer from idempotency_keys order by key`,
  );
  return rows.map(({ row, answer }) => secrets.open(answer, { table: 'idempotency_keys', row, column: 'answer' }));
}

interface Rotated {
  version: string;
  rotated: number;
  unreadable: string[];
}

describe('trellis secrets rotate', () => {
  const library = useCommandLibraryPerTest();

  const rotate = () => library.json<Rotated>('secrets', 'rotate');

  it('encrypts everything with the first key, and may be repeated', async () => {
    const [old, next] = [aKey(), aKey()];
    for (const key of ['a', 'b with space']) await keep(library.sql, withKeys(old), key);
    library.env = { SECRETS_KEY: `${next},${old}` };
    expect((await rotate()).result).toMatchObject({ rotated: 2, unreadable: [] });
    expect((await rotate()).result).toMatchObject({ rotated: 0, unreadable: [] });
    expect(await openAll(library.sql, withKeys(next))).toEqual(['answer a', 'answer b with space']);
    const audit = await library.one(
      `select actor, subject_id as version from audit_log where action = 'secrets.rotated' limit 1`,
    );
    expect(audit).toEqual({ actor: 'cli', version: withKeys(next).version });
  }, 60_000);

  it('leaves what it cannot read, names it, and ends with 1; so does doctor', async () => {
    const [lost, key] = [aKey(), aKey()];
    const row = await keep(library.sql, withKeys(lost), 'a');
    library.env = { SECRETS_KEY: key };
    expect(await rotate()).toMatchObject({ code: 1, result: { unreadable: [`idempotency_keys ${row}`] } });
    expect(await openAll(library.sql, withKeys(lost))).toEqual(['answer a']);
    const { result } = await library.json<{ findings: object[] }>('doctor');
    expect(result.findings).toEqual([
      expect.objectContaining({ code: 'secret_unreadable', ids: [`idempotency_keys ${row}`] }),
    ]);
  }, 60_000);

  it('makes the new key itself in the file of the embedded default', async () => {
    library.env = { DATABASE_URL: '', MIGRATION_DATABASE_URL: '' };
    expect((await library.run('migrate', 'up')).code).toBe(0);
    const lines = async () =>
      (await readFile(join(library.dataDir, 'secrets-key'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
    expect(await lines()).toEqual([]);
    const first = await rotate();
    expect([first.code, await lines()]).toEqual([0, [expect.any(String)]]);
    const file = join(library.dataDir, 'secrets-key');
    expect(secretsWith({ TRELLIS_DATA_DIR: library.dataDir, SECRETS_KEY_FILE: file }).version).toBe(
      first.result.version,
    );
    const second = await rotate();
    expect(second.result.version).not.toBe(first.result.version);
    expect(await lines()).toHaveLength(2);
  }, 120_000);

  it('is refused with a key that is none', async () => {
    library.env = { SECRETS_KEY: 'short' };
    expect(await library.run('secrets', 'rotate')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('SECRETS_KEY must be one or two keys of 32 bytes'),
    });
    library.env = { SECRETS_KEY_FILE: join(library.dataDir, 'none') };
    expect(await library.run('doctor')).toMatchObject({ code: 2, stderr: expect.stringContaining('does not exist') });
  }, 60_000);
});

describe('many rotations at once on the embedded default', () => {
  it('lose nothing: one runs, and the others are refused', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'trellis-rotate-'));
    await chmod(dataDir, 0o755);
    const lock = lockDataDirectory(dataDir);
    const postgres = await EmbeddedPostgres.start({ dataDir });
    const env = { TRELLIS_DATA_DIR: dataDir };
    await trellis(env, 'migrate', 'up');
    const sql = new Client({ connectionString: postgres.urls.owner });
    await sql.connect();
    for (let i = 0; i < 300; i += 1) await keep(sql, secretsWith(env), `k${i}`);
    const before = secretsWith(env).version;
    const answers = await Promise.all(Array.from({ length: 4 }, () => trellis(env, 'secrets', 'rotate')));
    expect(answers.filter(({ code }) => code === 0).length).toBeGreaterThan(0);
    for (const { code, stderr } of answers) if (code !== 0) expect(stderr).toContain('Another rotation is running');
    expect(secretsWith(env).version).not.toBe(before);
    expect(await openAll(sql, secretsWith(env))).toHaveLength(300);
    await sql.end();
    await postgres.stop();
    lock?.release();
    await rm(dataDir, { recursive: true, force: true });
  }, 120_000);
});

describe('trellis doctor and the seals of the audit log', () => {
  const library = useCommandLibraryPerTest();

  it('finds a row that was changed after it was sealed', async () => {
    await library.run('keys', 'create', '--name', 'n', '--role', 'viewer');
    await library.sql.query('alter table audit_log disable trigger user');
    await library.sql.query(`update audit_log set at = at - interval '1 hour'`);
    await library.sql.query(
      `insert into audit_seals (from_at, from_id, to_at, to_id, rows, previous, hash)
       select at, id, at, id, 1, '', repeat('0', 64) from audit_log`,
    );
    await library.sql.query('alter table audit_log enable trigger user');
    const { result } = await library.json<{ findings: { code: string }[] }>('doctor');
    expect(result.findings.map(({ code }) => code)).toEqual(['audit_seal_broken']);
  }, 60_000);
});
