import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { imageRefusal } from './image.errors.ts';
import { openImage } from './open-image.ts';

describe('opening a candidate while links are replaced', () => {
  let folder: string;
  const inside = (name: string) => join(folder, 'roots', name);
  const outside = (name: string) => join(folder, 'secret', name);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trellis-open-'));
    await mkdir(join(folder, 'roots', 'run'), { recursive: true });
    await mkdir(join(folder, 'secret'));
    await writeFile(inside('run/a.png'), 'allowed');
    await writeFile(outside('a.png'), 'secret');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /**
   * Opens repeatedly while the links are replaced, until both outcomes have occurred; returns the content and the
   * number of refusals.
   */
  const race = async (swap: (n: number) => Promise<void>) => {
    const read = new Set<string>();
    let refused = 0;
    let over = false;
    const swapping = (async () => {
      for (let n = 0; !over; n += 1) {
        await swap(n);
        for (let rest = n % 16; rest > 0; rest -= 1) await nextTurn();
      }
    })();
    for (let i = 0; i < 3000 || (i < 30_000 && !(refused > 0 && read.has('allowed'))); i += 1) {
      try {
        const { handle } = await openImage(inside('run/a.png'), [join(folder, 'roots')], 1000);
        read.add(await handle.readFile('utf8'));
        await handle.close();
      } catch (error) {
        if (!imageRefusal(error)) throw error;
        refused += 1;
      }
    }
    over = true;
    await swapping;
    return { read: [...read], refused };
  };

  it('never reads outside the roots when the file is replaced by a link', async () => {
    const { read, refused } = await race(async (n) => {
      const next = inside(`next-${n}`);
      await (n % 2 ? writeFile(next, 'allowed') : symlink(outside('a.png'), next));
      await rename(next, inside('run/a.png'));
    });
    expect(read).toEqual(['allowed']);
    expect(refused).toBeGreaterThan(0);
  });

  it('nor when a folder above is replaced', async () => {
    await rename(inside('run'), inside('real'));
    await symlink(inside('real'), inside('run'));
    const { read, refused } = await race(async (n) => {
      const next = inside(`next-${n}`);
      await symlink(n % 2 ? inside('real') : join(folder, 'secret'), next);
      await rename(next, inside('run'));
    });
    expect(read).toEqual(['allowed']);
    expect(refused).toBeGreaterThan(0);
  });

  it('nor when a folder above is replaced renamed and a link takes its place', async () => {
    const { read, refused } = await race(async () => {
      await rename(inside('run'), inside('away'));
      await symlink(join(folder, 'secret'), inside('run'));
      await rm(inside('run'));
      await rename(inside('away'), inside('run'));
    });
    expect(read).toEqual(['allowed']);
    expect(refused).toBeGreaterThan(0);
  });
});

describe('opening a candidate in an inaccessible folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trellis-closed-'));
    await chmod(folder, 0o755);
    for (const place of ['roots/closed', 'elsewhere']) {
      await mkdir(join(folder, place), { recursive: true });
      await writeFile(join(folder, place, 'a.png'), 'x');
      await chmod(join(folder, place), 0o700);
    }
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** As the user of a container; root may access every folder. */
  const asNobody = async <T>(work: () => Promise<T>): Promise<T> => {
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    else for (const place of ['roots/closed', 'elsewhere']) await chmod(join(folder, place), 0o000);
    try {
      return await work();
    } finally {
      if (isRoot) process.seteuid?.(0);
      else for (const place of ['roots/closed', 'elsewhere']) await chmod(join(folder, place), 0o700);
    }
  };

  it.each([
    ['inside the roots is missing', 'roots/closed/a.png', 'image_missing'],
    ['outside of them is outside, whether it is there', 'elsewhere/a.png', 'image_outside_roots'],
    ['outside of them is outside, or not', 'elsewhere/nothing.png', 'image_outside_roots'],
  ])('%s', async (_what, path, code) => {
    const opened = asNobody(() => openImage(join(folder, path), [join(folder, 'roots')], 1000));
    await expect(opened).rejects.toMatchObject({ code });
  });
});
