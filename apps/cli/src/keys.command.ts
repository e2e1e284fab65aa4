import { Command, Option } from 'commander';
import { isUUID } from 'class-validator';
import { AuditEntryEntity } from '@trellis/database';
import { ApiKeyEntity, ApiKeys, type ApiKeyRow, type Role } from '@trellis/access';
import { canonicalName, isStorableText } from '@trellis/kernel';
import { UsageError } from '@trellis/manifest';
import { printResult } from './output.ts';
import { withEntities } from './with-entities.ts';

interface Json {
  json?: boolean;
}

/** API keys. A key is printed once, when it is created. */
export const keysCommand = (): Command =>
  new Command('keys')
    .description('create, list and revoke API keys')
    .addCommand(
      new Command('create')
        .description('create a key and print it; it is shown here and never again')
        .requiredOption('--name <name>', 'the user of the key')
        .addOption(
          new Option('--role <role>', 'the rights of the key')
            .choices(['viewer', 'operator', 'admin'])
            .makeOptionMandatory(),
        )
        .option('--json', 'print the result as JSON')
        .addHelpText('after', '\nExample:\n  trellis keys create --name frontend --role operator')
        .action(({ name, role, json }: Json & { name: string; role: Role }) =>
          withKeys(async (keys) => {
            const key = await keys.create({ name: checkedName(name), role }, 'cli');
            printResult(json, key, [key.key]);
          }),
        ),
    )
    .addCommand(
      new Command('list')
        .description('list keys, newest first')
        .option('--json', 'print the result as JSON')
        .addHelpText('after', '\nExample:\n  trellis keys list --json')
        .action(({ json }: Json) =>
          withKeys(async (keys) => {
            const items = await everyKey(keys);
            printResult(json, { items }, items.map(lineOf));
          }),
        ),
    )
    .addCommand(
      new Command('revoke')
        .description('revoke a key, on every process within a second')
        .argument('<id>', 'the id from keys list')
        .option('--json', 'print the result as JSON')
        .addHelpText('after', '\nExample:\n  trellis keys revoke 01890a5d-ac96-774b-bcce-b302099a805d')
        .action((id: string, { json }: Json) =>
          withKeys(async (keys) => {
            if (!isUUID(id)) throw new UsageError('The id must be a UUID, from `keys list`.');
            await keys.revoke(id, 'cli');
            printResult(json, { revoked: id }, [`revoked ${id}`]);
          }),
        ),
    );

async function everyKey(keys: ApiKeys): Promise<ApiKeyRow[]> {
  const items: ApiKeyRow[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await keys.list({ limit: 200, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

const lineOf = ({ id, name, role, lastUsedAt, revokedAt }: ApiKeyRow): string =>
  [
    id,
    role.padEnd(8),
    revokedAt ? 'revoked' : lastUsedAt ? `last used ${lastUsedAt.toISOString()}` : 'never used',
    name,
  ].join('  ');

function checkedName(text: string): string {
  const name = canonicalName(text);
  const fits = name.length >= 1 && name.length <= 200 && isStorableText(name) && !/[\p{Cc}\p{Cf}]/u.test(name);
  if (!fits) throw new UsageError('--name must have 1 to 200 characters, without control and invisible characters.');
  return name;
}

const withKeys = (work: (keys: ApiKeys) => Promise<void>): Promise<void> =>
  withEntities([ApiKeyEntity, AuditEntryEntity], (database) => work(new ApiKeys(database)));
