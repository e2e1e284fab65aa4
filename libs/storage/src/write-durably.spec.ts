import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDurably } from './write-durably.ts';

describe('a durably written file', () => {
  let folder: string;
  const root = () => join(folder, 'root');
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trellis-write-'));
    for (const name of ['root', 'elsewhere', 'other-disk']) await mkdir(join(folder, name));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is never written through a link out of its folder', async () => {
    await symlink(join(folder, 'elsewhere'), join(root(), 'run'));
    const written = writeDurably(join(root(), 'run', 'a.png'), [Buffer.from('x')], { within: root() });
    await expect(written).rejects.toThrow('a link leads out of the folder');
    expect(await readdir(join(folder, 'elsewhere'))).toEqual([]);
  });

  it('may be in a folder behind a link, such as another disk', async () => {
    await rm(root(), { recursive: true });
    await symlink(join(folder, 'other-disk'), root());
    await writeDurably(join(root(), 'run', 'a.png'), [Buffer.from('x')], { within: root() });
    expect(await readFile(join(folder, 'other-disk', 'run', 'a.png'), 'utf8')).toBe('x');
  });

  it('and its new folders have the rights of the given umask; a folder that exists keeps its own', async () => {
    await chmod(root(), 0o750);
    const before = process.umask(0o077);
    await writeDurably(join(root(), 'a', 'b', 'c.png'), [Buffer.from('x')], { umask: 0o027 });
    process.umask(before);
    const modes = await Promise.all(['', 'a', 'a/b', 'a/b/c.png'].map((path) => stat(join(root(), path))));
    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['750', '750', '750', '640']);
  });

  it('leaves nothing when its source fails', async () => {
    const broken = async function* () {
      yield Buffer.from('x');
      throw new Error('the end');
    };
    await expect(writeDurably(join(root(), 'a.png'), broken())).rejects.toThrow('the end');
    expect(await readdir(root())).toEqual([]);
  });
});
