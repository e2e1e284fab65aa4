import {
  afterAttempt,
  basePauseMs,
  delayMs,
  isCountedFailure,
  MOST_ATTEMPTS,
  type AttemptEnd,
  type JobFacts,
} from './job-state.ts';

const job = (facts: Partial<JobFacts> = {}): JobFacts => ({
  ...{ attempts: 1, unwanted: null, hasServer: true, isRepeated: false, ...facts },
});
const again = (afterMs: number) => ({ to: 'waiting', afterMs });
const failed = (reason: string) => ({ to: 'failed', reason });
const error = (errorType: string): AttemptEnd => ({ as: 'failed', errorType });

const table: [string, JobFacts, AttemptEnd, unknown][] = [
  ['lost', job(), { as: 'lost' }, again(5_000)],
  ['lost for the fourth time', job({ attempts: 4 }), { as: 'lost' }, again(320_000)],
  ['lost for the fifth time', job({ attempts: MOST_ATTEMPTS }), { as: 'lost' }, failed('lost')],
  ['interrupted by another', job(), { as: 'interrupted' }, again(5_000)],
  ['out of time', job({ attempts: 2 }), { as: 'timed_out' }, again(20_000)],
  ['out of memory', job(), error('out_of_memory'), again(5_000)],
  [
    'out of memory for the fifth time',
    job({ attempts: 5, isRepeated: true }),
    error('out_of_memory'),
    failed('out_of_memory'),
  ],
  ['an error of a node', job(), error('ValueError'), failed('execution_error')],
  ['no picture', job(), error('no_image'), failed('no_image')],
  ['a file that is missing', job(), error('output_missing'), again(5_000)],
  [
    'a file that is missing again',
    job({ attempts: 2, isRepeated: true }),
    error('output_missing'),
    failed('output_missing'),
  ],
  ['no readable picture', job(), error('unreadable_image'), failed('unreadable_image')],
  ['refused, and another server is left', job({ attempts: 0 }), { as: 'refused' }, { to: 'queued' }],
  ['refused by all', job({ attempts: 0, hasServer: false }), { as: 'refused' }, failed('refused')],
  ['never sent', job({ attempts: 0 }), { as: 'unsent' }, { to: 'queued' }],
  [
    'lost, and the run is closed',
    job({ unwanted: 'run_closed' }),
    { as: 'lost' },
    { to: 'cancelled', reason: 'run_closed' },
  ],
  [
    'cancelled by a person',
    job({ unwanted: 'by_person' }),
    { as: 'cancelled' },
    { to: 'cancelled', reason: 'by_person' },
  ],
  ['cancelled, and wanted again since', job(), { as: 'cancelled' }, again(5_000)],
  [
    'never sent, and not wanted',
    job({ unwanted: 'parent_rejected' }),
    { as: 'unsent' },
    { to: 'cancelled', reason: 'parent_rejected' },
  ],
];

describe('what becomes of a job', () => {
  it.each(table)('%s', (_what, facts, end, change) => {
    expect(afterAttempt(facts, end, 0.5)).toEqual(change);
  });

  it('waits five seconds, four times as long each time, at most ten minutes, and never the same', () => {
    expect([1, 2, 3, 4, 5].map((attempts) => delayMs(attempts, 0.5))).toEqual([
      5_000, 20_000, 80_000, 320_000, 600_000,
    ]);
    expect([delayMs(1, 0), delayMs(1, 1)]).toEqual([4_000, 6_000]);
  });

  it('counts failures of the workflow against its parent, and none of servers and people', () => {
    const counted = [
      'execution_error',
      'out_of_memory',
      'no_image',
      'unreadable_image',
      'already_taken',
      'timed_out',
    ] as const;
    const others = ['lost', 'interrupted', 'output_missing', 'refused', 'parent_image_missing'] as const;
    expect(counted.map(isCountedFailure)).toEqual(counted.map(() => true));
    expect(others.map(isCountedFailure)).toEqual(others.map(() => false));
  });

  it('pauses the base step for 30 s, for two minutes, and then until a person looks', () => {
    expect([1, 2, 3, 4].map(basePauseMs)).toEqual([30_000, 120_000, null, null]);
  });
});
