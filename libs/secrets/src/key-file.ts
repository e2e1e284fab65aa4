import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { MASTER_KEYS, splitKeys } from './master-key.ts';

/** Master keys in a file, newest first. A rotation by another process is seen at the next use. */
export class KeyFile {
  private seen = '';
  private keys: Buffer[] = [];

  constructor(private readonly path: string) {}

  /** Undefined without a file. @throws KeyFileError for a file that has no keys or cannot be read */
  read(): Buffer[] | undefined {
    try {
      const { mtimeMs, ino, size } = statSync(this.path);
      const now = `${mtimeMs} ${ino} ${size}`;
      if (now !== this.seen) this.keys = keysIn(readFileSync(this.path, 'utf8'), this.path);
      this.seen = now;
      return this.keys;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error instanceof KeyFileError ? error : new KeyFileError(`${this.path} cannot be read`);
    }
  }

  /** Makes a file with one key, unless another process was faster. */
  create(): Buffer[] {
    const half = this.writeBeside([newKey()]);
    try {
      linkSync(half, this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(half, { force: true });
    }
    flush(dirname(this.path));
    return this.read() as Buffer[];
  }

  /** Puts a new key first. The one before it stays, the others go. */
  rotate(): Buffer[] {
    renameSync(this.writeBeside([newKey(), ...(this.read() ?? [])].slice(0, MASTER_KEYS)), this.path);
    flush(dirname(this.path));
    return this.read() as Buffer[];
  }

  private writeBeside(keys: readonly Buffer[]): string {
    const half = `${this.path}.${process.pid}`;
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(half, `${keys.map((key) => key.toString('base64')).join('\n')}\n`, { mode: 0o600 });
    flush(half);
    return half;
  }
}

/** A key must be on the disk before a row that it has sealed is. */
function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const newKey = () => randomBytes(32);

function keysIn(text: string, path: string): Buffer[] {
  const keys = splitKeys(text);
  const valid = keys.filter((key) => Buffer.isBuffer(key));
  if (valid.length === 0 || valid.length > MASTER_KEYS || valid.length < keys.length)
    throw new KeyFileError(`${path} must have one or two keys of 32 bytes, in base64 or hexadecimal, one per line`);
  return valid;
}

/** The file of SECRETS_KEY_FILE cannot be used. */
export class KeyFileError extends Error {}
