import { rename, rm } from 'node:fs/promises';
import { useCommandLibraryPerTest } from './library.spec-support.ts';

interface Linked {
  states: Record<string, number>;
  failures: { runId: string; reason: string }[];
  stopped: boolean;
}

describe('trellis link', () => {
  const library = useCommandLibraryPerTest();

  const photos = async () => (await library.one<{ n: number }>('select count(*)::int as n from photos')).n;

  it('counts and links runs without a photo, and finds nothing the second time', async () => {
    for (let i = 0; i < 3; i += 1) await library.aCompletedRun();
    expect(await library.json('link', '--dry-run')).toEqual({ code: 0, result: { wouldLink: 3 } });
    expect(await photos()).toBe(0);
    expect(await library.json('link')).toEqual({
      code: 0,
      result: { states: { linked: 3 }, failures: [], stopped: false },
    });
    expect(await photos()).toBe(3);
    expect(await library.run('link')).toMatchObject({ code: 0, stdout: 'nothing to link\n' });
  }, 60_000);

  it('reports failed links with reasons, and retries them on request', async () => {
    const { runId, file } = await library.aCompletedRun();
    await rename(file, `${file}.away`);
    const failed = await library.json<Linked>('link');
    expect(failed).toMatchObject({
      code: 1,
      result: { states: { failed: 1 }, failures: [{ runId, reason: 'image_missing' }] },
    });
    await rename(`${file}.away`, file);
    expect(await library.run('link')).toMatchObject({ code: 0, stdout: 'nothing to link\n' });
    expect(await library.json('link', '--state', 'failed')).toMatchObject({
      code: 0,
      result: { states: { linked: 1 } },
    });
    await rm(file);
  }, 60_000);

  it('links one run, and distinguishes an unknown run from an invalid id', async () => {
    const [first] = [await library.aCompletedRun(), await library.aCompletedRun()];
    expect(await library.json('link', '--run', first.runId)).toMatchObject({
      code: 0,
      result: { states: { linked: 1 } },
    });
    expect(await photos()).toBe(1);
    expect(await library.run('link', '--run', '01890a5d-ac96-774b-bcce-b302099a8fff')).toMatchObject({
      code: 1,
      stderr: 'There is no such run.\n',
    });
    expect(await library.run('link', '--run', 'x')).toMatchObject({
      code: 2,
      stderr: '--run must be the id of a run.\n',
    });
  }, 60_000);
});
