import type { EndedPrompt } from '@trellis/comfyui';
import { inFlightStates, mayFollow, type AttemptState, type InFlightState } from './attempt-state.ts';
import { judge, type AttemptFacts, type Sighting, type Verdict } from './judge-attempt.ts';

const NOW = 10_000_000;
const MINUTE = 60_000;
const clocks = { now: NOW, stallMs: 10 * MINUTE, wholeMs: 60 * MINUTE };
const attempt = (state: InFlightState, facts: Partial<AttemptFacts> = {}): AttemptFacts => ({
  ...{ state, answeredAt: NOW - 1_000, acceptedAt: NOW - 1_000, runningAt: NOW - 1_000, progressAt: null },
  ...{ missedAt: null, cancellingAt: state === 'cancelling' ? NOW - 1_000 : null },
  ...{ cancellingFor: state === 'cancelling' ? ('time' as const) : null, isUnwanted: false, ...facts },
});
const ended = (result: EndedPrompt['result']): Sighting => ({
  ...{ kind: 'ended', result, images: [], others: [], fault: null, mark: null },
});
const pending = (idleMs = 0): Sighting => ({ kind: 'pending', idleMs });
const running: Sighting = { kind: 'running' };
const missing: Sighting = { kind: 'missing' };
const silence = (forMs: number): Sighting => ({ kind: 'silence', forMs });
const wait: Verdict = { kind: 'wait' };
const end = (as: string) => ({ kind: 'end', as });
const ago = (ms: number) => NOW - ms;

const table: [string, AttemptFacts, Sighting, unknown][] = [
  ['a prompt that waits', attempt('accepted'), pending(), wait],
  [
    'a prompt that waits an hour behind others',
    attempt('accepted', { acceptedAt: ago(60 * MINUTE) }),
    pending(),
    { kind: 'cancel', for: 'time' },
  ],
  [
    'a prompt that waits while nothing runs',
    attempt('accepted', { acceptedAt: ago(10 * MINUTE) }),
    pending(10 * MINUTE),
    { kind: 'cancel', for: 'time' },
  ],
  ['a prompt that begins', attempt('accepted'), running, { kind: 'move', to: 'running' }],
  ['a prompt that runs', attempt('running'), running, wait],
  [
    'a prompt that runs long and is heard',
    attempt('running', { runningAt: ago(59 * MINUTE), progressAt: ago(9 * MINUTE) }),
    running,
    wait,
  ],
  ['a prompt that runs long and was never heard', attempt('running', { runningAt: ago(59 * MINUTE) }), running, wait],
  [
    'a prompt that stands still',
    attempt('running', { progressAt: ago(10 * MINUTE) }),
    running,
    { kind: 'cancel', for: 'time' },
  ],
  [
    'a prompt that runs too long',
    attempt('running', { runningAt: ago(60 * MINUTE), progressAt: NOW }),
    running,
    { kind: 'cancel', for: 'time' },
  ],
  [
    'a prompt that is not wanted, waiting',
    attempt('accepted', { isUnwanted: true }),
    pending(),
    { kind: 'cancel', for: 'asked' },
  ],
  [
    'a prompt that is not wanted, running',
    attempt('running', { isUnwanted: true }),
    running,
    { kind: 'cancel', for: 'asked' },
  ],
  [
    'a prompt that is not wanted, unsure: it is resolved first',
    attempt('unsure', { isUnwanted: true }),
    pending(),
    { kind: 'move', to: 'accepted' },
  ],
  ['an unsure one that is found waiting', attempt('unsure'), pending(), { kind: 'move', to: 'accepted' }],
  ['an unsure one that is found running', attempt('unsure'), running, { kind: 'move', to: 'running' }],
  ['success', attempt('running'), ended('success'), { kind: 'move', to: 'collecting' }],
  ['success of an unsure one', attempt('unsure'), ended('success'), { kind: 'move', to: 'collecting' }],
  ['success that is not wanted', attempt('running', { isUnwanted: true }), ended('success'), end('cancelled')],
  [
    'success although it was cancelled for its time',
    attempt('cancelling'),
    ended('success'),
    { kind: 'move', to: 'collecting' },
  ],
  ['an error', attempt('running'), ended('error'), end('failed')],
  ['an interrupt by another', attempt('running'), ended('interrupted'), end('interrupted')],
  ['an interrupt by us, for its time', attempt('cancelling'), ended('interrupted'), end('timed_out')],
  [
    'an interrupt by us, as asked',
    attempt('cancelling', { cancellingFor: 'asked', isUnwanted: true }),
    ended('interrupted'),
    end('cancelled'),
  ],
  ['missing for the first time', attempt('running'), missing, { kind: 'missed' }],
  ['missing again, too soon', attempt('running', { missedAt: ago(4_999) }), missing, wait],
  ['missing again', attempt('running', { missedAt: ago(5_000) }), missing, end('lost')],
  [
    'missing and unsure, before the request may have arrived',
    attempt('unsure', { missedAt: ago(9_000), answeredAt: ago(29_999) }),
    missing,
    wait,
  ],
  [
    'missing and unsure, after that',
    attempt('unsure', { missedAt: ago(9_000), answeredAt: ago(30_000) }),
    missing,
    end('lost'),
  ],
  ['missing and cancelled for its time', attempt('cancelling', { missedAt: ago(5_000) }), missing, end('timed_out')],
  [
    'missing and not wanted',
    attempt('accepted', { missedAt: ago(5_000), isUnwanted: true }),
    missing,
    end('cancelled'),
  ],
  ['silence', attempt('running'), silence(59_999), wait],
  ['silence for a minute', attempt('running'), silence(60_000), end('lost')],
  ['silence, soon after an unsure request', attempt('unsure', { answeredAt: ago(29_999) }), silence(60_000), wait],
  [
    'silence of a server that was to end it',
    attempt('cancelling', { isUnwanted: true }),
    silence(60_000),
    end('cancelled'),
  ],
  ['cancelled, and still there', attempt('cancelling'), running, wait],
  [
    'cancelled, and still there after a minute',
    attempt('cancelling', { cancellingAt: ago(MINUTE) }),
    running,
    { ...end('timed_out'), isServerStuck: true },
  ],
  [
    'cancelled as asked, and still waiting after a minute',
    attempt('cancelling', { cancellingAt: ago(MINUTE), isUnwanted: true }),
    pending(),
    { ...end('cancelled'), isServerStuck: true },
  ],
];

describe('what becomes of an attempt', () => {
  it.each(table)('%s', (_what, facts, sighting, verdict) => {
    expect(judge(facts, sighting, clocks)).toEqual(verdict);
  });

  it('is only what the states allow, whatever is seen in whatever state', () => {
    const sightings = [pending(), pending(10 * MINUTE), running, missing, silence(0), silence(MINUTE)];
    const results = [ended('success'), ended('error'), ended('interrupted')];
    for (const state of inFlightStates.filter((one) => one !== 'sending'))
      for (const sighting of [...sightings, ...results])
        for (const isUnwanted of [true, false])
          for (const age of [0, 70 * MINUTE]) {
            const times = { answeredAt: NOW - age, acceptedAt: NOW - age, runningAt: NOW - age, missedAt: NOW - age };
            const facts = attempt(state, {
              ...times,
              isUnwanted,
              cancellingAt: state === 'cancelling' ? NOW - age : null,
            });
            const verdict = judge(facts, sighting, clocks);
            const to =
              'to' in verdict
                ? verdict.to
                : 'as' in verdict
                  ? verdict.as
                  : verdict.kind === 'cancel'
                    ? 'cancelling'
                    : undefined;
            if (to) expect([state, to, mayFollow(state, to as AttemptState)]).toEqual([state, to, true]);
          }
  });
});
