import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { RunningCommand } from '../support/process.spec-support.ts';
import { useFleet } from '../support/server-fleet.spec-support.ts';

describe('a process that ends unexpectedly', () => {
  const fleet = useFleet();

  /** Makes the server throw an uncaught exception on request. */
  const fault = (thrown: string) =>
    `--import=data:text/javascript,${encodeURIComponent(`process.once('SIGUSR2', () => { ${thrown} })`)}`;

  it.each([
    ['an exception', `throw new Error('no /srv/secret/place')`, 'uncaughtException'],
    ['a rejection', `Promise.reject(new Error('no /srv/secret/place'))`, 'unhandledRejection'],
  ])(
    'logs an uncaught %s in one line',
    async (_what, thrown, origin) => {
      const server = await fleet.start({ NODE_OPTIONS: fault(thrown) });
      server.signal('SIGUSR2');
      expect(await server.exited()).not.toBe(0);
      const last = server.output.trim().split('\n').at(-1) as string;
      expect(JSON.parse(last)).toMatchObject({ level: 60, origin, err: { type: 'Error', message: 'no …' } });
      expect(server.output).not.toMatch(/\bat .+:\d+|srv\/secret/);
    },
    60_000,
  );

  it('names the setting when the folder of candidates cannot be created', async () => {
    const file = join(fleet.folder, 'a-file');
    await writeFile(file, '');
    const refused = await RunningCommand.npm('start', join(fleet.folder, 'other'), {
      env: { ...fleet.settings, CANDIDATE_ROOTS: join(file, 'candidates') },
    });
    expect(await refused.exited()).toBe(2);
    expect(refused.output).toContain('The first folder of CANDIDATE_ROOTS cannot be created (ENOTDIR).');
    expect(refused.output).not.toContain(file);
  }, 60_000);
});
