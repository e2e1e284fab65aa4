// npm run guards: writes migrations/src/expected-guards.ts, which `trellis doctor` compares with the database, and adds
// new migrations to migrations/src/landed.ts. A landed migration never changes.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { subscriptions } from '@trellis/all';
import { checksums } from '@trellis/migrations';
import { guardsOf, landed, startTestServer } from '@trellis/migrations/testing';
import { Client } from 'pg';

const server = await startTestServer(subscriptions);
const url = new URL(server.url);
url.pathname = `/${server.template}`;
const client = new Client({ connectionString: url.href });
await client.connect();
const lines = await guardsOf({ query: async (sql) => (await client.query<{ line: string }>(sql)).rows });
await client.end();
await server.stop();
const text = `/* eslint-disable max-lines -- one line for each guard of the schema */
/** Written by \`npm run guards\`: the triggers, functions and constraints that the migrations create. */
export const expectedGuards: readonly string[] = [
${lines
  .map(
    (line) =>
      `  ${JSON.stringify(line)
        .replaceAll("'", "\\'")
        .replace(/^"(.*)"$/, "'$1'")},`,
  )
  .join('\n')}
];
`;
await writeFile(join(import.meta.dirname, '../migrations/src/expected-guards.ts'), text);

const current = await checksums();
const changed = Object.keys(landed).filter((name) => landed[name] !== current.get(name));
if (changed.length > 0) {
  console.error(`Changed since they landed: ${changed.join(', ')}. Restore them, and write a new migration.`);
  console.error('A migration that has never left your machine: delete its line in landed.ts and run this again.');
  process.exit(2);
}
const list = [...current].map(([name, checksum]) => `  ${name}: '${checksum}',`);
const source = `/** Written by \`npm run guards\`: the SHA-256 of the statements of each migration. A line never changes. */
export const landed: Readonly<Record<string, string>> = {
${list.join('\n')}
};
`;
await writeFile(join(import.meta.dirname, '../migrations/src/landed.ts'), source);
