import { waitingFor, type Standing, type WaitingFor } from './waiting-for.ts';

const run = (facts: Partial<Standing> = {}): Standing => ({
  ...{ isOpen: true, working: 0, waiting: 0, queued: 0, isPaused: false, next: 'job', ...facts },
});

const table: [string, Standing, WaitingFor | null][] = [
  ['a picture is being made', run({ working: 1, waiting: 3 }), null],
  ['something is to be made', run(), 'server'],
  ['a job waits for a server', run({ queued: 1, next: 'complete' }), 'server'],
  ['a job waits for its next attempt', run({ waiting: 1, next: 'approval' }), 'retry'],
  ['the base step pauses', run({ isPaused: true, next: 'complete' }), 'retry'],
  ['a step waits for its approval', run({ next: 'approval' }), 'approval'],
  ['everything is there', run({ next: 'complete' }), 'complete'],
  ['the run is closed', run({ isOpen: false, queued: 1 }), 'complete'],
];

describe('why a run that generates waits', () => {
  it.each(table)('%s', (_what, standing, reason) => {
    expect(waitingFor(standing)).toBe(reason);
  });
});
