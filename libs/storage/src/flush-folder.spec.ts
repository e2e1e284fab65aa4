import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flushFolder } from './flush-folder.ts';

describe('flushes of a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trellis-flush-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are shared by callers that come while one runs, and never the one that has begun', async () => {
    const first = flushFolder(folder);
    const [second, third] = [flushFolder(folder), flushFolder(folder)];
    expect(second).toBe(third);
    expect(second).not.toBe(first);
    await Promise.all([first, second]);
    const later = flushFolder(folder);
    expect(later).not.toBe(second);
    await later;
  });

  it('fail for all that share one, and work again afterwards', async () => {
    const missing = join(folder, 'none');
    const results = await Promise.allSettled([flushFolder(missing), flushFolder(missing), flushFolder(missing)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(flushFolder(folder)).resolves.toBeUndefined();
  });
});
