// npm run settings: writes the table of settings into README.md and docs/configuration.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settings } from '@trellis/all';
import { settingsTable, withSettings } from '@trellis/all/reports';

for (const page of ['README.md', 'docs/configuration.md']) {
  const file = join(import.meta.dirname, '..', page);
  await writeFile(file, withSettings(await readFile(file, 'utf8'), settingsTable(settings)));
}
