import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectionUrls, readConnectionFacts } from '@trellis/embedded-postgres';
import { freshDatabase, untilDeadline, type FreshDatabase } from '@trellis/testing';
import { startTrellis, trellis } from './trellis.spec-support.ts';

describe('trellis on a separate database', () => {
  let database: FreshDatabase;
  const run = (...args: string[]) => trellis({ DATABASE_URL: database.url }, ...args);

  beforeEach(async () => {
    database = await freshDatabase({ empty: true });
  });
  afterEach(() => database.drop());

  it('migrates the schema up, prints its status, and migrates down', async () => {
    const dry = await run('migrate', 'up', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('create table cluster_links') });
    expect((await run('migrate', 'up')).code).toBe(0);
    const status = JSON.parse((await run('migrate', 'status', '--json')).stdout) as {
      applied: string[];
      pending: string[];
    };
    expect(status).toMatchObject({ applied: expect.arrayContaining(['Clustering1767225600006']), pending: [] });
    expect(await run('migrate', 'up')).toMatchObject({ code: 0, stdout: 'nothing to do\n' });
    const { code, stdout } = await run('migrate', 'down', '--to', 'Photos');
    const reverted = stdout
      .trim()
      .split('\n')
      .map((line) => line.replace(/^reverted (\D+)\d+$/, '$1'));
    const applied = status.applied.map((name) => name.replace(/\d+$/, ''));
    const later = applied.slice(applied.indexOf('Photos') + 1);
    expect([code, reverted]).toEqual([0, later.reverse()]);
    expect(reverted).toContain('Clustering');
  }, 60_000);

  it('creates, lists and revokes keys', async () => {
    await run('migrate', 'up');
    const { stdout } = await run('keys', 'create', '--name', 'frontend', '--role', 'operator', '--json');
    const made = JSON.parse(stdout) as { id: string; key: string };
    expect(made.key).toMatch(/^trellis_[0-9a-f]{32}_[\w-]{43}$/);
    expect((await run('keys', 'list')).stdout).toContain('frontend');
    expect((await run('keys', 'list')).stdout).not.toContain(made.key);
    expect((await run('keys', 'revoke', made.id)).code).toBe(0);
    expect((await run('keys', 'list')).stdout).toContain('revoked');
    expect(await run('keys', 'revoke', '01890a5d-ac96-774b-bcce-b302099a8fff')).toMatchObject({
      code: 1,
      stderr: 'There is no such key.\n',
    });
  }, 60_000);

  it('prints a sign-in link for the key of an admin, whose code is stored as a hash', async () => {
    await run('migrate', 'up');
    expect(await run('login-link')).toMatchObject({ code: 2, stderr: expect.stringContaining('trellis keys create') });
    const made = await run('keys', 'create', '--name', 'first', '--role', 'admin', '--json');
    const { id } = JSON.parse(made.stdout) as { id: string };
    const { stdout } = await run('login-link', '--json');
    const { url, ...rest } = JSON.parse(stdout) as { url: string };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/admin\/sign-in#code=[\w-]{22}$/);
    expect(rest).toEqual({ keyId: id, name: 'first', role: 'admin' });
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ hash: string }>('select hash from sign_in_codes');
    await client.end();
    const code = url.split('#code=')[1] ?? '';
    expect(rows.map(({ hash }) => hash)).toEqual([createHash('sha256').update(code).digest('hex')]);
    expect((await run('login-link', '--key', 'nonsense')).code).toBe(2);
  }, 60_000);
});

describe('trellis', () => {
  it.each([[['--help']], [['migrate', '--help']], [['keys', 'create', '--help']]])(
    'explains %j without a database',
    async (args) => {
      expect(await trellis({ DATABASE_URL: 'postgres://127.0.0.1:1/x' }, ...args)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Usage:'),
      });
    },
  );

  it.each([
    [
      ['backfill', ''],
      ['plan', 'apply', 'verify', 'revert', 'help'],
    ],
    [['link', '--state', ''], ['failed']],
    [['gc', '--un'], ['--untracked']],
  ])('completes %j, without a database', async (line, expected) => {
    const { code, stdout } = await trellis({ DATABASE_URL: 'postgres://127.0.0.1:1/x' }, 'complete', '--', ...line);
    const offered = stdout.split('\n').filter((one) => one && !one.startsWith(':'));
    expect([code, offered.map((one) => one.split('\t')[0])]).toEqual([0, expected]);
  });

  it('prints a completion script for bash', async () => {
    const { code, stdout } = await trellis({}, 'completion', 'bash');
    expect([code, stdout]).toEqual([0, expect.stringContaining('complete -F __trellis_complete trellis')]);
    // The environment of bash-completion for the typed line, and the command as a script.
    const script = `
      _get_comp_words_by_ref() { words=(trellis backfill pl); cword=2; cur=pl; prev=backfill; }
      trellis() { "${process.execPath}" "${join(import.meta.dirname, '../../../tools/trellis.ts')}" "$@"; }
      ${stdout}
      __trellis_complete; echo "\${COMPREPLY[@]}"`;
    expect(spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim()).toBe('plan');
  });

  it.each([
    ['an unknown command', ['dance'], {}],
    ['a missing option', ['keys', 'create', '--name', 'x'], {}],
    ['an unknown role', ['keys', 'create', '--name', 'x', '--role', 'king'], {}],
    ['a database that is away', ['migrate', 'status'], { DATABASE_URL: 'postgres://127.0.0.1:1/x' }],
    [
      'a database that is away, for a plan',
      ['backfill', 'plan', '--out', '/nowhere'],
      { DATABASE_URL: 'postgres://127.0.0.1:1/x' },
    ],
    ['a database that is away, for the doctor', ['doctor'], { DATABASE_URL: 'postgres://127.0.0.1:1/x' }],
    ['a wrong configuration', ['migrate', 'status'], { PORT: 'x' }],
    ['an unknown migration', ['migrate', 'up', '--to', 'Nonsense', '--dry-run'], {}],
  ])(
    'exits 2 on %s with the reason',
    async (_what, args, env) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'trellis-cli-'));
      const answer = await trellis({ TRELLIS_DATA_DIR: dataDir, ...env }, ...args);
      expect(answer).toMatchObject({ code: 2, stdout: '' });
      expect(answer.stderr.length).toBeGreaterThan(20);
      await rm(dataDir, { recursive: true });
    },
    30_000,
  );

  it('keeps its PostgreSQL running until a second command ends', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'trellis-cli-'));
    const env = { TRELLIS_DATA_DIR: dataDir };
    await trellis(env, 'migrate', 'up');
    const first = startTrellis(env, 'scores', 'check');
    const joined = await untilDeadline('the second command to join', async () => {
      const facts = readConnectionFacts(dataDir);
      if (!facts?.port) return undefined;
      const client = new Client({ connectionString: connectionUrls(facts).work });
      return client.connect().then(
        () => client,
        () => undefined,
      );
    });
    await untilDeadline('the first to be done', () => first.output().includes('Waiting for another command'));
    expect((await joined.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    await joined.end();
    expect((await first.answer).code).toBe(0);
    await rm(dataDir, { recursive: true });
  }, 60_000);

  it('starts PostgreSQL for its duration when no server runs', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'trellis-cli-'));
    const env = { TRELLIS_DATA_DIR: dataDir };
    expect((await trellis(env, 'migrate', 'up')).code).toBe(0);
    expect((await trellis(env, 'migrate', 'status')).stdout).not.toContain('pending');
    await rm(dataDir, { recursive: true });
  }, 60_000);
});
