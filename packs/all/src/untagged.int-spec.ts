import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintAll, root, tagsOf } from './linter.spec-support.ts';

const CODE = `export { newId } from '@trellis/kernel';\n`;

/** The workspace with two projects: a library, and one without tags that imports it. */
function makeCopy(copy: string): void {
  mkdirSync(join(copy, 'libs/untagged/src'), { recursive: true });
  const files = [
    'nx.json',
    'package.json',
    'tsconfig.base.json',
    'eslint.config.js',
    'eslint.bans.js',
    'eslint.boundaries.js',
  ].map((name) => join(root, name));
  execFileSync('cp', [...files, copy]);
  execFileSync('cp', ['-al', join(root, 'libs/kernel'), join(copy, 'libs')]);
  mkdirSync(join(copy, 'node_modules/@trellis'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@trellis' && !name.startsWith('.'))
      symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  symlinkSync(join(copy, 'libs/kernel'), join(copy, 'node_modules/@trellis/kernel'));
  const untagged = join(copy, 'libs/untagged');
  writeFileSync(join(untagged, 'src/index.ts'), CODE);
  writeFileSync(join(untagged, 'package.json'), JSON.stringify({ name: '@trellis/untagged', nx: { tags: [] } }));
  writeFileSync(join(untagged, 'tsconfig.json'), '{ "extends": "../../tsconfig.base.json", "include": ["src"] }');
}

describe('a project without tags', () => {
  const copy = join(root, 'var', `untagged-${process.pid}`);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('may import nothing', () => {
    makeCopy(copy);
    expect(tagsOf(copy)).toMatchObject({ '@trellis/untagged': expect.not.arrayContaining(['scope:untagged']) });
    const [messages] = lintAll([{ file: 'libs/untagged/src/index.ts', code: CODE }], copy);
    expect(messages?.map(({ ruleId }) => ruleId)).toContain('@nx/enforce-module-boundaries');
  }, 60_000);
});
