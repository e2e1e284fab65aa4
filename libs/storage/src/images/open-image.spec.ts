import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { imageRefusal } from './image.errors.ts';
import { openImage } from './open-image.ts';

describe('opening a candidate while somebody swaps links under it', () => {
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
   * Opens again and again while the swapper runs, until both happened; answers what was read and how often it was refused.
   * The swapper rests a little longer each time, so that the two never fall into step.
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

  it('never reads outside the roots, whether the file is swapped for a link', async () => {
    const { read, refused } = await race(async (n) => {
      const next = inside(`next-${n}`);
      await (n % 2 ? writeFile(next, 'allowed') : symlink(outside('a.png'), next));
      await rename(next, inside('run/a.png'));
    });
    expect(read).toEqual(['allowed']);
    expect(refused).toBeGreaterThan(0);
  });

  it('nor when a folder above it is', async () => {
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

  it('nor when a folder above it is renamed and a link takes its place', async () => {
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
