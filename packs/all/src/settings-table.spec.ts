import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Setting } from '@trellis/config';
import { settings } from './index.ts';
import { settingsTable, withSettings } from './settings-table.ts';

class CoffeeSettings {
  @Setting({ fallback: 2, doc: 'Cups a day' })
  CUPS!: number;
}

describe('the table of settings', () => {
  it.each(['README.md', 'docs/configuration.md'])(
    'in %s equals the generated one (npm run settings writes it)',
    (page) => {
      const text = readFileSync(join(import.meta.dirname, '../../..', page), 'utf8');
      expect(withSettings(text, settingsTable(settings))).toBe(text);
    },
  );

  it('has the settings of packs after those of the process', () => {
    const lines = settingsTable([CoffeeSettings]).split('\n');
    expect(lines.at(-1)).toMatch(/^\| `CUPS` +\| `2` +\| Cups a day +\|$/);
  });
});
