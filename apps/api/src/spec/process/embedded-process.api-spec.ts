import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningCommand, freePort, repository } from '../support/process.spec-support.ts';

interface Page {
  items: { name: string }[];
}

describe('npm start on the embedded default', () => {
  let folder: string;
  let dataDir: string;
  const running: RunningCommand[] = [];

  // mkdtemp creates a folder with mode 700, which PostgreSQL's user cannot access when the test runs as root. That is
  // intended.
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trellis-start-'));
    dataDir = join(folder, 'var');
  });
  afterEach(async () => {
    for (const command of running.splice(0)) await command.end();
    const { clusterDir = '' } = facts() ?? {};
    await rm(folder, { recursive: true, force: true });
    if (clusterDir.startsWith('/var/lib/trellis/data-'))
      await rm(join(clusterDir, '..'), { recursive: true, force: true });
  }, 60_000);

  const run = async (script: string, options: Parameters<typeof RunningCommand.npm>[2] = {}) => {
    const command = await RunningCommand.npm(script, dataDir, options);
    running.push(command);
    return command;
  };
  const start = async (options = {}) => {
    const server = await run('start', options);
    await server.ready();
    return server;
  };
  const facts = () => {
    const file = join(dataDir, 'database.json');
    return existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as { port: number; clusterDir: string })
      : undefined;
  };
  const answers = (port: number) =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  const names = async (server: RunningCommand) =>
    (await server.call<Page>('GET', '/personas')).items.map(({ name }) => name);

  it('starts, prints its addresses, stops on Ctrl-C with its database, and keeps its data', async () => {
    const first = await start();
    expect(first.output).toContain(`http://127.0.0.1:${first.port}/docs`);
    expect(first.output).toContain(join(dataDir, 'admin-key'));
    expect(statSync(join(dataDir, 'admin-key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'database.json')).mode & 0o777).toBe(0o600);
    await first.call('POST', '/personas', { name: 'north quay' });
    const databasePort = facts()?.port as number;
    first.signal('SIGINT');
    expect(await first.exited()).toBe(0);
    expect(await answers(databasePort)).toBe(false);
    const key = readFileSync(join(dataDir, 'admin-key'), 'utf8');
    const second = await start();
    expect(await names(second)).toEqual(['north quay']);
    expect(readFileSync(join(dataDir, 'admin-key'), 'utf8')).toBe(key);
  }, 120_000);

  it('uses the database that kept running after kill -9', async () => {
    const first = await start();
    await first.call('POST', '/personas', { name: 'survivor' });
    first.signal('SIGKILL');
    await first.exited();
    expect(await answers(facts()?.port as number)).toBe(true);
    const second = await start();
    expect(await names(second)).toEqual(['survivor']);
    expect(second.output).toContain('Using the PostgreSQL that still runs');
  }, 120_000);

  it('recovers when its database was killed too', async () => {
    const first = await start();
    await first.call('POST', '/personas', { name: 'survivor' });
    const postmaster = Number(
      readFileSync(join(facts()?.clusterDir as string, 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    first.signal('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    await first.exited();
    expect(await names(await start())).toEqual(['survivor']);
  }, 120_000);

  it('exits 2 when the port is in use, before it has started anything', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const refused = await run('start', { env: { PORT: String(port) } });
    expect(await refused.exited()).toBe(2);
    other.close();
    expect(refused.output).toBe(`Port ${port} is in use. Stop what uses it, or set PORT.\n`);
    expect(readdirSync(dataDir).filter((name) => !name.startsWith('trellis.lock'))).toEqual([]);
  }, 60_000);

  it('exits 2 as the second copy on a data directory, and does not disturb the first', async () => {
    const first = await start();
    const second = await run('start');
    expect(await second.exited()).toBe(2);
    expect(second.output).toContain(`Another copy is using the data directory ${dataDir}`);
    expect(await names(first)).toEqual([]);
  }, 60_000);

  it('exits 2 when the data directory cannot be written', async () => {
    writeFileSync(dataDir, 'a file');
    const refused = await run('start');
    expect(await refused.exited()).toBe(2);
    expect(refused.output).toContain(`The data directory ${dataDir} cannot be written`);
    expect(refused.output.trim().split('\n')).toHaveLength(1);
  }, 60_000);

  it('exits 2 on a wrong configuration, naming every variable', async () => {
    const refused = await run('start', { env: { ROLE: 'king', LOG_LEVEL: 'loud' } });
    expect(await refused.exited()).toBe(2);
    expect(refused.output).toMatch(/ROLE must be all, api or worker[\s\S]*LOG_LEVEL/);
  }, 60_000);

  it('exits 2 on a database that is not migrated, and names the command', async () => {
    const server = await start();
    const { port, password } = JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8')) as {
      port: number;
      password: string;
    };
    const refused = await run('start', {
      env: { DATABASE_URL: `postgres://trellis:${password}@127.0.0.1:${port}/postgres` },
    });
    expect(await refused.exited()).toBe(2);
    expect(refused.output).toContain('npm run trellis -- migrate up');
    await server.end();
  }, 60_000);

  it('lets the command join the running server', async () => {
    const server = await start();
    const command = await run('trellis', { args: ['keys', 'list'] });
    expect(await command.exited()).toBe(0);
    expect(command.output).toContain('admin');
    await server.end();
  }, 60_000);

  it('is filled by the demo, and unchanged by a second demo', async () => {
    const server = await start();
    const demo = async () => {
      const command = await run('demo', { env: { PORT: String(server.port) } });
      expect(await command.exited()).toBe(0);
      return command.output;
    };
    const urls = (await demo()).match(/http\S+\.jpg/g) ?? [];
    expect(urls).toHaveLength(5);
    for (const url of urls) expect((await fetch(url)).headers.get('content-type')).toBe('image/jpeg');
    const counts = async () => [
      await names(server),
      (await server.call<Page>('GET', '/photos')).items.length,
      (await server.call<Page>('GET', '/runs')).items.length,
    ];
    const before = await counts();
    expect((await demo()).match(/http\S+\.jpg/g)).toEqual(urls);
    expect(await counts()).toEqual(before);
  }, 120_000);

  it('serves only health as a worker', async () => {
    const server = await start({ env: { ROLE: 'worker' } });
    expect((await fetch(`${server.base}/livez`)).status).toBe(200);
    for (const path of ['/api/v1/personas', '/docs', '/media/x'])
      expect((await fetch(server.base + path)).status).toBe(404);
  }, 60_000);

  it('starts from a folder that only its owner can access', async () => {
    const clone = join(repository, 'var', `clone-${process.pid}`);
    mkdirSync(clone, { recursive: true, mode: 0o700 });
    const parts = [
      'apps',
      'libs',
      'packs',
      'migrations',
      'tools',
      'node_modules',
      'package.json',
      'tsconfig.base.json',
    ];
    try {
      execFileSync('cp', ['-al', ...parts.map((part) => join(repository, part)), clone]);
      const server = await start({ cwd: clone });
      expect(await names(server)).toEqual([]);
      if (process.getuid?.() === 0) expect(server.output).toContain('programs in /var/lib/trellis/programs-');
      await server.end();
    } finally {
      await rm(clone, { recursive: true, force: true });
    }
  }, 120_000);
});
