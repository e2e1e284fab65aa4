import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiKeys } from '@trellis/access';

/**
 * The key of the embedded default, in a file that only its owner can read. Made once: an admin who revokes it does not
 * find a new one after the next start. Dying between row and file leaves a key that nobody knows, and a new one is made.
 */
export async function ensureFirstKey(keys: ApiKeys, dataDir: string): Promise<string> {
  const file = join(dataDir, 'admin-key');
  if (existsSync(file) && (await keys.isKnown(readFileSync(file, 'utf8').trim()))) return file;
  const { key } = await keys.create({ name: 'admin', role: 'admin' }, 'system');
  writeFileSync(`${file}.next`, `${key}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
  return file;
}
