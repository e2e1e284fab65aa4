import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPng } from '@trellis/testing';
import { usePictures } from './pictures.spec-support.ts';

describe('trellis import pictures', () => {
  const pictures = usePictures();
  const { library, path, put, planned } = pictures;
  const folder = () => pictures.folder;

  it('refuses files one by one, and follows no links', async () => {
    const outside = path('outside.png');
    await writeFile(outside, await aPng());
    await put('good.png', await aPng());
    await put('text.png', 'no picture');
    await put('.hidden/x.png', await aPng());
    await put('long/'.concat('t'.repeat(51), '/y.png'), await aPng());
    await symlink(outside, join(folder(), 'link.png'));
    const { code, result } = await planned('--rules', path('rules'), '--dry-run');
    expect([code, result.files]).toEqual([1, 3]);
    expect(result.notes).toEqual([
      { file: 'good.png', outcome: 'passed_over', detail: 'no rule takes it' },
      { file: `long/${'t'.repeat(51)}/y.png`, outcome: 'refused', detail: expect.stringContaining('is no tag') },
      { file: 'text.png', outcome: 'passed_over', detail: 'no rule takes it' },
    ]);
    expect((await planned('--dry-run')).result.notes).toContainEqual({
      file: 'text.png',
      outcome: 'refused',
      detail: expect.stringContaining('not'),
    });
  }, 60_000);

  it.each<[string, string[], string]>([
    ['no source', ['--persona', 'north quay', '--dry-run'], '--from is needed'],
    ['neither plan nor trial', ['--from', '.', '--persona', 'north quay'], '--dry-run or --out'],
    ['an unknown persona', ['--from', '.', '--persona', 'east pier', '--dry-run'], 'There is no persona “east pier”'],
    ['a file that is no ZIP', ['--from', 'package.json', '--persona', 'north quay', '--dry-run'], 'as a ZIP file'],
  ])('explains a wrong usage: %s', async (_what, args, message) => {
    const { code, stderr } = await library.run('import', 'pictures', ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('names the place of a fault in the rules', async () => {
    await writeFile(path('rules'), 'rules:\n  - path: a\n    clusters: x\n');
    await put('a.png', await aPng());
    const { code, stderr } = await library.run(
      ...['import', 'pictures', '--persona', 'north quay', '--from', folder(), '--rules', path('rules'), '--dry-run'],
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('line 3, column 15: rules.0.clusters is unknown')]);
  });
});
