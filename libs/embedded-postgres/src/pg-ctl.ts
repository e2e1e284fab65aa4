import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError, diskFull } from './embedded-postgres.error.ts';
import { SUPERUSER } from './connection-facts.ts';
import type { PostgresAccount } from './postgres-account.ts';

const NO_SPACE = /No space left on device|Disk quota exceeded|Check free disk space/;

/** PostgreSQL's own tools for one cluster, run as the account that owns it. */
export class PgCtl {
  constructor(
    private readonly binDir: string,
    private readonly clusterDir: string,
    private readonly account: PostgresAccount | undefined,
  ) {}

  /** Creates the cluster under a temporary name and renames it. An interrupted initdb is repeated. */
  async initialise(password: string): Promise<void> {
    if (existsSync(join(this.clusterDir, 'PG_VERSION'))) return;
    const half = `${this.clusterDir}.new`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { mode: 0o700 });
    this.own(half);
    const passwordFile = join(half, '..', `${SUPERUSER}.pw`);
    writeFileSync(passwordFile, password, { mode: 0o600 });
    this.own(passwordFile);
    try {
      await this.run('initdb', [
        '-D',
        half,
        '-U',
        SUPERUSER,
        '--pwfile',
        passwordFile,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ]);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      throw error;
    } finally {
      rmSync(passwordFile, { force: true });
    }
    renameSync(half, this.clusterDir);
  }

  /**
   * Starts in a session of its own, so that a terminal's Ctrl-C does not reach the database. Waits until it answers.
   */
  async start(port: number, settings: readonly string[]): Promise<void> {
    const options = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings];
    const flags = options.map((option) => `-c ${option}`).join(' ');
    await this.run('pg_ctl', [
      '-D',
      this.clusterDir,
      '-w',
      '-t',
      '120',
      '-l',
      join(this.clusterDir, 'server.log'),
      '-o',
      flags,
      'start',
    ]);
  }

  async isRunning(): Promise<boolean> {
    return (await this.exitCode('pg_ctl', ['-D', this.clusterDir, 'status'])).code === 0;
  }

  async stop(mode: 'fast' | 'immediate'): Promise<void> {
    await this.run('pg_ctl', ['-D', this.clusterDir, '-w', '-t', '60', '-m', mode, 'stop']);
  }

  /**
   * Removes the pid file when its process is not this cluster's server: a dead process that is not reaped (a container
   * without init), or another program with the same number after a reboot. PostgreSQL would take either for a running
   * server, and `stop` would send its signal to that program.
   */
  forgetDead(): void {
    const file = join(this.clusterDir, 'postmaster.pid');
    if (!existsSync(file) || !existsSync('/proc/self/cmdline')) return;
    const process = `/proc/${readFileSync(file, 'utf8').split('\n')[0]}/cmdline`;
    if (existsSync(process) && !readFileSync(process, 'utf8').includes(this.clusterDir)) rmSync(file);
  }

  /** Line 4 of postmaster.pid holds the port. */
  runningPort(): number {
    return Number(readFileSync(join(this.clusterDir, 'postmaster.pid'), 'utf8').split('\n')[3]);
  }

  private own(path: string): void {
    if (this.account) chownSync(path, this.account.uid, this.account.gid);
  }

  private async run(tool: string, args: string[]): Promise<void> {
    const { code, output } = await this.exitCode(tool, args);
    if (code !== 0) {
      if (NO_SPACE.test(output)) throw new EmbeddedPostgresError(diskFull(dirname(this.clusterDir)));
      throw new EmbeddedPostgresError(
        `The embedded PostgreSQL failed (${tool}: ${output.trim().split('\n').slice(-3).join(' ')}). Its log is in ${dirname(this.clusterDir)}.`,
      );
    }
  }

  private exitCode(tool: string, args: string[]): Promise<{ code: number | null; output: string }> {
    return new Promise((resolve, reject) => {
      const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
      const child = spawn(join(this.binDir, tool), args, {
        ...this.account,
        cwd: '/',
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      child.stdout.on('data', (chunk) => (output += String(chunk)));
      child.stderr.on('data', (chunk) => (output += String(chunk)));
      child.on('error', reject);
      // The server that pg_ctl starts keeps the pipes open. The last words of initdb come after its end.
      child.on(tool === 'pg_ctl' ? 'exit' : 'close', (code: number | null) => resolve({ code, output }));
    });
  }
}
