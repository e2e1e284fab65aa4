import { Command } from 'commander';
import { isUUID } from 'class-validator';
import { ApiKeyEntity, ApiKeys, SignInCodeEntity, SignInCodes, signInUrl } from '@trellis/access';
import { loadConfig } from '@trellis/config';
import { AuditEntryEntity } from '@trellis/database';
import { UsageError } from '@trellis/manifest';
import { printResult } from './output.ts';
import { withEntities } from './with-entities.ts';

/** Another link like the one that `npm start` prints. */
export const loginLinkCommand = (): Command =>
  new Command('login-link')
    .description('print a link that signs in once, within ten minutes, in a browser on this machine')
    .option('--key <id>', 'the key to sign in with, from keys list (the oldest key of an admin)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  trellis login-link')
    .action(({ key: id, json }: { key?: string; json?: boolean }) =>
      withEntities([ApiKeyEntity, SignInCodeEntity, AuditEntryEntity], async (database) => {
        const config = loadConfig();
        const key = await keyOf(new ApiKeys(database), id);
        const code = await new SignInCodes(database).create(key.id);
        const url = signInUrl(config, config.PORT, code);
        printResult(json, { url, keyId: key.id, name: key.name, role: key.role }, [url]);
      }),
    );

async function keyOf(keys: ApiKeys, id: string | undefined) {
  if (id !== undefined && !isUUID(id)) throw new UsageError('--key must be a UUID, from `keys list`.');
  const key = id === undefined ? await keys.firstAdmin() : await keys.living(id.toLowerCase());
  if (key) return key;
  throw new UsageError(
    id === undefined
      ? 'There is no key of an admin. Create one: trellis keys create --name <name> --role admin'
      : '--key is not the id of a living key. List them: trellis keys list',
  );
}
