import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { openWith, sealWith, versionOf, type Place } from './envelope.ts';
import { KeyFile, KeyFileError } from './key-file.ts';
import { masterKey, type MasterKey } from './master-key.ts';
import { SecretUnreadableError, secretsKeyMissing } from './secrets.problems.ts';
import { SecretsSettings } from './secrets.settings.ts';

/** Encrypts secrets for the database. The newest master key seals; the newest and the one before it open. */
@Injectable()
export class Secrets {
  private readonly given: readonly MasterKey[];
  private readonly file: KeyFile | undefined;
  /** Only the embedded default makes its own file. */
  private readonly mayCreate: boolean;

  /** @throws KeyFileError for a file that cannot be used */
  constructor(config: TrellisConfig) {
    const { SECRETS_KEY: keys = [], SECRETS_KEY_FILE: path } = config.of(SecretsSettings);
    this.given = keys.map(masterKey);
    this.mayCreate = !config.DATABASE_URL && !path;
    const own = this.mayCreate ? join(config.TRELLIS_DATA_DIR, 'secrets-key') : path;
    this.file = own && keys.length === 0 ? new KeyFile(own) : undefined;
    if (path && !this.file?.read()) throw new KeyFileError(`SECRETS_KEY_FILE: ${path} does not exist`);
  }

  /** Whether secrets can be sealed. @throws KeyFileError */
  get available(): boolean {
    return this.mayCreate || this.keys().length > 0;
  }

  /** The version of the key that seals now, hexadecimal; undefined without a key. */
  get version(): string | undefined {
    return this.keys()[0]?.version.toString('hex');
  }

  /** @throws DomainError secrets_key_missing */
  seal(text: string, place: Place): Buffer {
    const [key] = this.keys();
    const sealing = key ?? (this.mayCreate ? this.file?.create().map(masterKey)[0] : undefined);
    if (!sealing) throw secretsKeyMissing();
    return sealWith(sealing, Buffer.from(text, 'utf8'), place);
  }

  /** @throws SecretUnreadableError */
  open(sealed: Buffer, place: Place): string {
    const key = this.keys().find(({ version }) => version.equals(versionOf(sealed)));
    if (!key) throw new SecretUnreadableError('no key of its version');
    try {
      return openWith(key, sealed, place).toString('utf8');
    } catch {
      throw new SecretUnreadableError('altered or moved');
    }
  }

  /** Puts a new key into the own file. An operator's key is renewed by the operator, who puts the new one first. */
  renew(): void {
    if (this.mayCreate) this.file?.rotate();
  }

  private keys(): readonly MasterKey[] {
    return this.file ? (this.file.read() ?? []).map(masterKey) : this.given;
  }
}
