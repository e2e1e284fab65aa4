import { assert, array, double, integer, property, record } from 'fast-check';
import { raffle } from './raffle.ts';

describe('the raffle of parents', () => {
  const tickets = [
    { id: 'a', elo: 1_000 },
    { id: 'b', elo: 3_000 },
    { id: 'c', elo: -50 },
  ];

  it('draws by score, and by one for a score below', () => {
    const drawn = { a: 0, b: 0, c: 0 };
    const rounds = 4_001;
    for (let i = 0; i < rounds; i += 1) drawn[raffle(tickets, i / rounds)?.id as 'a' | 'b' | 'c'] += 1;
    expect(drawn).toEqual({ a: 1_000, b: 3_000, c: 1 });
  });

  it('draws one of those that take part', () => {
    const parents = array(record({ id: integer().map(String), elo: integer({ min: -5_000, max: 5_000 }) }), {
      minLength: 1,
    });
    assert(
      property(parents, double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (all, random) => {
        expect(all).toContain(raffle(all, random));
      }),
    );
    expect(raffle([], 0.5)).toBeUndefined();
  });
});
