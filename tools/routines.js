// npm run routines: writes migrations/src/expected-routines.ts, what `trellis doctor` compares functions and triggers with.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestServer } from '@trellis/testing';
import { Client } from 'pg';
import { routinesOf } from '../migrations/dist/routine-drift.js';

const server = await startTestServer();
const url = new URL(server.url);
url.pathname = `/${server.template}`;
const client = new Client({ connectionString: url.href });
await client.connect();
const lines = await routinesOf({ query: async (sql) => (await client.query(sql)).rows });
await client.end();
await server.stop();
const text = `/** Written by \`npm run routines\`: the functions and triggers that the migrations make. */
export const expectedRoutines: readonly string[] = [
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
await writeFile(join(import.meta.dirname, '../migrations/src/expected-routines.ts'), text);
