/** One account with full rights; the S3 API takes `account:user` as access key and the password as secret. */
export const CREDENTIALS = { user: 'test:tester', password: 'testing' };
export const REGION = 'us-east-1';

/** The ports of the four servers and of memcached, counted from the S3 port. */
export const portsFrom = (port: number) => ({
  proxy: port,
  object: port + 1,
  container: port + 2,
  account: port + 3,
  memcached: port + 4,
});

type Values = Readonly<Record<string, string | number | boolean>>;

const section = (name: string, values: Values) =>
  [`[${name}]`, ...Object.entries(values).map(([key, value]) => `${key} = ${value}`), ''].join('\n');

const egg = (name: string, values: Values = {}) => section(`filter:${name}`, { use: `egg:swift#${name}`, ...values });

/** Swift reads this file from a fixed path. The two texts are salts for the hashes of object names. */
export const SWIFT_CONF =
  section('swift-hash', { swift_hash_path_prefix: 'trellis', swift_hash_path_suffix: 'trellis' }) +
  section('storage-policy:0', { name: 'Policy-0', default: 'yes' });

/**
 * A proxy with the S3 API and, for anonymous readers of a public bucket, Swift's own API. Only it listens on `host`.
 */
export function proxyConf(swiftDir: string, ports: ReturnType<typeof portsFrom>, host: string): string {
  const [account, user] = CREDENTIALS.user.split(':');
  const filters = ['catch_errors', 'gatekeeper', 'healthcheck', 'cache', 'listing_formats', 's3api', 'tempauth'];
  return [
    section('DEFAULT', {
      bind_ip: host,
      bind_port: ports.proxy,
      workers: 2,
      user: 'root',
      swift_dir: swiftDir,
      log_level: 'WARNING',
    }),
    section('pipeline:main', { pipeline: [...filters, 'slo', 'proxy-server'].join(' ') }),
    section('app:proxy-server', { use: 'egg:swift#proxy', account_autocreate: true, allow_account_management: true }),
    ...['catch_errors', 'gatekeeper', 'healthcheck', 'listing_formats', 'slo'].map((name) => egg(name)),
    section('filter:cache', { use: 'egg:swift#memcache', memcache_servers: `127.0.0.1:${ports.memcached}` }),
    section('filter:s3api', { use: 'egg:swift#s3api', s3_acl: false, location: REGION, allow_no_owner: true }),
    section('filter:tempauth', {
      use: 'egg:swift#tempauth',
      storage_url_scheme: 'default',
      [`user_${account}_${user}`]: `${CREDENTIALS.password} .admin`,
    }),
  ].join('\n');
}

/** An account, container or object server on the one device below `devices`. */
export const storageConf = (
  kind: string,
  { swiftDir, devices, port }: { swiftDir: string; devices: string; port: number },
): string =>
  [
    section('DEFAULT', {
      bind_ip: '127.0.0.1',
      bind_port: port,
      workers: 1,
      user: 'root',
      swift_dir: swiftDir,
      devices,
      mount_check: false,
      fallocate_reserve: 0,
    }),
    section('pipeline:main', { pipeline: `${kind}-server` }),
    section(`app:${kind}-server`, { use: `egg:swift#${kind}` }),
    section(`${kind}-replicator`, {}),
    section(`${kind}-auditor`, {}),
  ].join('\n');
