import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeUsual, privateDirectory } from './private-directory.ts';

describe('a private directory', () => {
  let folder: string;
  const closed = process.getuid?.() === 0 ? '711' : '700';
  const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);
  const at = (name: string) => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trellis-private-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made closed', () => {
    privateDirectory(at('a/b'));
    expect(modeOf(at('a/b'))).toBe(closed);
  });

  it.each([
    ['is empty', []],
    ['has files of a data directory', ['trellis.lock', 'database.json', 'media', 'originals']],
  ])('is closed when it was open and %s', (_what, names) => {
    mkdirSync(at('a'));
    chmodSync(at('a'), 0o755);
    for (const name of names) writeFileSync(at(`a/${name}`), '');
    privateDirectory(at('a'));
    expect(modeOf(at('a'))).toBe(closed);
  });

  it('keeps its mode when it holds something else, or is shared by its sticky bit', () => {
    for (const [name, mode] of [
      ['home', 0o755],
      ['tmp', 0o1777],
    ] as const) {
      mkdirSync(at(name));
      chmodSync(at(name), mode);
    }
    writeFileSync(at('home/letter.txt'), '');
    for (const name of ['home', 'tmp']) privateDirectory(at(name));
    expect([modeOf(at('home')), modeOf(at('tmp'))]).toEqual(['755', '1777']);
  });

  it('has folders that are closed only from the usual mode', () => {
    for (const [name, mode] of [
      ['usual', 0o755],
      ['group', 0o775],
    ] as const) {
      mkdirSync(at(name));
      chmodSync(at(name), mode);
      closeUsual(at(name), 0o027);
    }
    closeUsual(at('none'));
    expect([modeOf(at('usual')), modeOf(at('group'))]).toEqual(['750', '775']);
  });
});
