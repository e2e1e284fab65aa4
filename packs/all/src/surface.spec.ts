import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packs } from './index.ts';
import { reportOf } from './surface-report.ts';

const root = join(import.meta.dirname, '../../..');

describe('the lids of the packs', () => {
  it.each(packs.map((pack) => [pack.name, pack] as const))(
    '%s equals its report (npm run surface writes it)',
    (name, pack) => {
      expect(readFileSync(join(root, 'packs', name, 'surface.md'), 'utf8')).toBe(reportOf(pack, root));
    },
  );

  it('have no entity, repository, controller or DTO among their names', () => {
    const names = packs.flatMap((pack) =>
      [...reportOf(pack, root).matchAll(/^(?:declare )?(?:abstract )?class (\w+)/gm)].map(([, name]) => name),
    );
    expect(names.filter((name) => /(Entity|Repository|Controller|Dto)$/.test(name ?? ''))).toEqual([]);
    expect(names.length).toBeGreaterThan(packs.length);
  });
});
