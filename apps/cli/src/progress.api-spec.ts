import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { useBackfill } from './backfill/backfill.spec-support.ts';
import { command } from './trellis.spec-support.ts';

describe('the progress of a long command', () => {
  const backfill = useBackfill();
  beforeEach(async () => {
    await backfill.library.existingRuns(6);
    await backfill.planned();
  });

  it('is a bar with the remaining time on a terminal, and the result is complete', async () => {
    const { library, plan } = backfill;
    const words = [...command, 'backfill', 'apply', plan].map((word) => `'${word}'`).join(' ');
    const { PATH, HOME } = process.env;
    const terminal = spawn('script', ['--quiet', '--return', '--command', words, '/dev/null'], {
      env: { PATH, HOME, TERM: 'xterm', ...library.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output = (await buffer(terminal.stdout)).toString();
    expect(output).toMatch(/Applying \[█+\S*\] 13\/13, \S+ left/);
    expect(output).toContain('7 applied, 6 linked, 0 applied before, 0 not applied');
  }, 60_000);

  it('is an occasional line elsewhere, and nothing for short commands', async () => {
    const { library, plan } = backfill;
    const slow = await library.run('backfill', 'apply', plan, '--rate', '2', '--json');
    expect(slow.stderr).toMatch(/^Applying: \d+ of 13, \d+ s left\n/);
    expect(JSON.parse(slow.stdout)).toMatchObject({ applied: 7, linked: 6 });
    expect((await library.run('backfill', 'apply', plan)).stderr).toBe('');
  }, 60_000);
});
