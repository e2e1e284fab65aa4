import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { untilDeadline } from '@trellis/kernel/until-deadline';
import { CREDENTIALS, REGION, SWIFT_CONF, portsFrom, proxyConf, storageConf } from './configuration.ts';

const PACKAGES = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached'];
const STORAGE = ['account', 'container', 'object'] as const;

/** Installs Debian's packages, as root, when they are missing. */
export function installSwift(): void {
  if (existsSync('/usr/bin/swift-proxy-server') && existsSync('/usr/bin/memcached')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES];
  execFileSync('apt-get', install, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * One OpenStack Swift node with its S3 API on a port of `host`. All of its files are below `directory`. It behaves like
 * a production store: it checks credentials and Content-MD5, and refuses aws-chunked bodies.
 */
export class SwiftServer {
  readonly directory: string;
  readonly endpoint: string;
  private readonly host: string;
  private readonly ports: ReturnType<typeof portsFrom>;

  constructor(directory: string, port: number, host = '127.0.0.1') {
    this.directory = directory;
    this.host = host;
    this.ports = portsFrom(port);
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  /** The settings of Trellis for one of its buckets. Anonymous readers use Swift's own URL. */
  settings(bucket: string): Record<string, string> {
    const [accessKey, secret] = [CREDENTIALS.user, CREDENTIALS.password];
    return {
      STORAGE_DRIVER: 's3',
      S3_ENDPOINT: this.endpoint,
      S3_REGION: REGION,
      S3_BUCKET: bucket,
      S3_PRIVATE_BUCKET: privateOf(bucket),
      S3_ACCESS_KEY_ID: accessKey,
      S3_SECRET_ACCESS_KEY: secret,
      S3_FORCE_PATH_STYLE: 'true',
      PUBLIC_BASE_URL: `${this.endpoint}/v1/AUTH_${CREDENTIALS.user.split(':')[0]}/${bucket}`,
    };
  }

  async start(): Promise<void> {
    installSwift();
    this.configure();
    this.run('memcached', 'memcached', ['-u', 'root', '-l', '127.0.0.1', '-p', String(this.ports.memcached)]);
    for (const kind of [...STORAGE, 'proxy'])
      this.run(kind, `swift-${kind}-server`, [this.file(`${kind}-server.conf`)]);
    await untilDeadline(`Swift to answer; its logs are in ${this.directory}`, () => this.answers(), { seconds: 30 });
  }

  stop(): void {
    for (const kind of ['proxy', ...STORAGE, 'memcached']) {
      const file = this.file(`${kind}.pid`);
      if (existsSync(file)) endGroup(Number(readFileSync(file, 'utf8')));
      rmSync(file, { force: true });
    }
  }

  /**
   * Creates a publicly readable bucket, and a private one beside it. The proxy answers before the servers behind it,
   * with 503 until they are ready.
   */
  async makeBuckets(bucket: string): Promise<void> {
    const made = async () =>
      (await this.putBucket(bucket, { 'x-container-read': '.r:*' })) && this.putBucket(privateOf(bucket));
    await untilDeadline('Swift to make the buckets', made, { seconds: 30 });
  }

  /** Uses Swift's own API. False while a server behind the proxy is not ready. */
  private async putBucket(bucket: string, readers: Record<string, string> = {}): Promise<boolean> {
    const login = { 'x-auth-user': CREDENTIALS.user, 'x-auth-key': CREDENTIALS.password };
    const auth = await fetch(`${this.endpoint}/auth/v1.0`, { headers: login });
    if (auth.status === 503) return false;
    const headers = { 'x-auth-token': auth.headers.get('x-auth-token') ?? '', ...readers };
    const made = await fetch(`${auth.headers.get('x-storage-url')}/${bucket}`, { method: 'PUT', headers });
    if (!made.ok && made.status !== 503) throw new Error(`Swift refused the bucket: ${made.status}`);
    return made.ok;
  }

  private configure(): void {
    const devices = this.file('devices');
    mkdirSync(join(devices, 'd1'), { recursive: true });
    mkdirSync('/etc/swift', { recursive: true });
    if (!existsSync('/etc/swift/swift.conf')) writeFileSync('/etc/swift/swift.conf', SWIFT_CONF);
    writeFileSync(this.file('proxy-server.conf'), proxyConf(this.directory, this.ports, this.host));
    for (const kind of STORAGE) {
      const port = this.ports[kind];
      writeFileSync(this.file(`${kind}-server.conf`), storageConf(kind, { swiftDir: this.directory, devices, port }));
      if (!existsSync(this.file(`${kind}.ring.gz`))) makeRing(this.file(`${kind}.builder`), port);
    }
  }

  private run(name: string, command: string, args: string[]): void {
    const log = openSync(this.file(`${name}.log`), 'a');
    const child = spawn(command, args, { cwd: this.directory, detached: true, stdio: ['ignore', log, log] });
    child.on('error', (error) => process.stderr.write(`${command}: ${error.message}\n`));
    writeFileSync(this.file(`${name}.pid`), String(child.pid));
    child.unref();
  }

  private file(name: string): string {
    return join(this.directory, name);
  }

  async answers(): Promise<boolean> {
    return fetch(`${this.endpoint}/healthcheck`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

/** The bucket for originals beside a public one. */
const privateOf = (bucket: string): string => `${bucket}-originals`;

/** Partition power 6, one replica, one device: there is one disk. */
function makeRing(builder: string, port: number): void {
  for (const args of [['create', '6', '1', '1'], ['add', `r1z1-127.0.0.1:${port}/d1`, '1'], ['rebalance']]) {
    execFileSync('swift-ring-builder', [builder, ...args], { stdio: 'ignore' });
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
