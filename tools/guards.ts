// npm run guards: writes migrations/src/expected-guards.ts, which `trellis doctor` compares with the database.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { subscriptions } from '@trellis/all';
import { guardsOf, startTestServer } from '@trellis/migrations/testing';
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
