import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@trellis/config';
import { DomainError } from '@trellis/kernel';
import { versionOf } from './envelope.ts';
import { KeyFileError } from './key-file.ts';
import { Secrets } from './secrets.ts';
import { SecretsSettings } from './secrets.settings.ts';

const aKey = () => randomBytes(32).toString('base64');
const REMOTE = 'postgres://a@127.0.0.1/a';
const place = { table: 'accounts', row: '1', column: 'token' };

describe('Secrets', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'trellis-secrets-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const secretsWith = (env: NodeJS.ProcessEnv = {}) =>
    new Secrets(loadConfig({ TRELLIS_DATA_DIR: dataDir, ...env }, [SecretsSettings]));
  const remote = (key: string) => secretsWith({ DATABASE_URL: REMOTE, SECRETS_KEY: key });
  const file = () => join(dataDir, 'secrets-key');

  it.each(['', 'kiln', 'ß'.repeat(100_000)])('opens what it has sealed', (text) => {
    const secrets = secretsWith();
    const sealed = secrets.seal(text, place);
    expect(secrets.open(sealed, place)).toBe(text);
    expect(sealed.equals(secrets.seal(text, place))).toBe(false);
    if (text.length > 3) expect(sealed.includes(text)).toBe(false);
  });

  it.each([
    ['table', { ...place, table: 'others' }],
    ['row', { ...place, row: '2' }],
    ['column', { ...place, column: 'other' }],
    ['place whose parts read the same together', { table: 'account', row: 's1', column: 'token' }],
  ])('does not open a value of another %s', (_what, other) => {
    const secrets = secretsWith();
    expect(() => secrets.open(secrets.seal('kiln', place), other)).toThrow('altered or moved');
  });

  it('does not open a value with a changed bit anywhere, or with a part of another value', () => {
    const secrets = secretsWith();
    const sealed = secrets.seal('kiln', place);
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] as number) ^ 1;
      expect(() => secrets.open(altered, place)).toThrow('A secret cannot be read');
    }
    const other = secrets.seal('other', place);
    const mixed = Buffer.concat([other.subarray(0, 69), sealed.subarray(69)]);
    expect(() => secrets.open(mixed, place)).toThrow('altered or moved');
    expect(() => secrets.open(sealed.subarray(0, 40), place)).toThrow('altered or moved');
  });

  it('opens with two keys and seals with the first', () => {
    const [old, next] = [aKey(), aKey()];
    const sealed = remote(old).seal('kiln', place);
    const both = remote(`${next},${old}`);
    expect(both.open(sealed, place)).toBe('kiln');
    expect(remote(next).open(both.seal('kiln', place), place)).toBe('kiln');
    expect(() => remote(next).open(sealed, place)).toThrow('no key of its version');
    expect(() => remote(aKey()).open(sealed, place)).toThrow('no key of its version');
  });

  it('refuses to seal without a key on a separate database, and says what to set', () => {
    const secrets = secretsWith({ DATABASE_URL: REMOTE });
    expect([secrets.available, secrets.version]).toEqual([false, undefined]);
    expect(() => secrets.seal('kiln', place)).toThrow(DomainError);
    expect(() => secrets.seal('kiln', place)).toThrow('Set SECRETS_KEY or SECRETS_KEY_FILE');
  });

  it('makes a file of mode 600 at the first secret of the embedded default, and one only', () => {
    const [one, other] = [secretsWith(), secretsWith()];
    expect(() => statSync(file())).toThrow('ENOENT');
    const sealed = one.seal('kiln', place);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(other.open(sealed, place)).toBe('kiln');
    expect(one.open(other.seal('kiln', place), place)).toBe('kiln');
  });

  it('sees a rotation of the file by another process, and keeps the key before it', () => {
    const [server, command] = [secretsWith(), secretsWith()];
    const sealed = server.seal('kiln', place);
    command.renew();
    expect(server.open(sealed, place)).toBe('kiln');
    const after = server.seal('kiln', place);
    expect(versionOf(after).equals(versionOf(sealed))).toBe(false);
    command.renew();
    expect(readFileSync(file(), 'utf8').trim().split('\n')).toHaveLength(2);
    expect(server.open(after, place)).toBe('kiln');
    expect(() => server.open(sealed, place)).toThrow('no key of its version');
  });

  it.each([
    ['short', Buffer.alloc(16).toString('base64')],
    ['of words', 'correct horse battery staple'],
    ['three', [aKey(), aKey(), aKey()].join(',')],
  ])('refuses a setting that is %s', (_what, text) => {
    expect(() => remote(text)).toThrow('SECRETS_KEY must be one or two keys of 32 bytes');
  });

  it.each([
    ['is empty', ''],
    ['has a short key', 'abc'],
    ['has three keys', [aKey(), aKey(), aKey()].join('\n')],
  ])('refuses a file that %s, and does not replace it', (_what, text) => {
    writeFileSync(file(), text);
    const start = () => secretsWith({ DATABASE_URL: REMOTE, SECRETS_KEY_FILE: file() });
    expect(start).toThrow(KeyFileError);
    expect(start).toThrow(/one or two keys of 32 bytes/);
    expect(readFileSync(file(), 'utf8')).toBe(text);
  });

  it('refuses a missing file, and both settings', () => {
    const path = join(dataDir, 'none');
    expect(() => secretsWith({ SECRETS_KEY_FILE: path })).toThrow(`${path} does not exist`);
    expect(() => secretsWith({ SECRETS_KEY_FILE: path, SECRETS_KEY: aKey() })).toThrow('cannot be set together');
  });

  it('reads hexadecimal keys and a file of the operator, and does not rotate that file', () => {
    const hex = randomBytes(32).toString('hex');
    writeFileSync(file(), hex);
    const secrets = secretsWith({ DATABASE_URL: REMOTE, SECRETS_KEY_FILE: file() });
    expect(remote(hex).open(secrets.seal('kiln', place), place)).toBe('kiln');
    secrets.renew();
    expect(readFileSync(file(), 'utf8')).toBe(hex);
  });
});
