import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiKeys, type SignInCodes } from '@trellis/access';

/**
 * The admin key of the embedded default, in a file that only its owner can read. Created once: an admin who revokes it
 * does not find a new one after a restart. A crash between row and file leaves an unknown key, and a new one is
 * created.
 */
export async function ensureFirstKey(keys: ApiKeys, dataDir: string): Promise<string> {
  const file = join(dataDir, 'admin-key');
  if (existsSync(file) && (await keys.isKnown(readFileSync(file, 'utf8').trim()))) return file;
  const { key } = await keys.create({ name: await keys.freeName('admin'), role: 'admin' }, 'system');
  writeFileSync(`${file}.next`, `${key}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
  return file;
}

/** A code for the link that signs in with the key of this file; undefined once an admin has revoked that key. */
export async function firstCode(keys: ApiKeys, codes: SignInCodes, file: string): Promise<string | undefined> {
  const key = await keys.verify(readFileSync(file, 'utf8').trim());
  return key && codes.create(key.id);
}
