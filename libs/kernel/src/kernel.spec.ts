import {
  DomainError,
  defineProblems,
  canonicalName,
  isStorableText,
  limitConcurrency,
  newId,
  untilDeadline,
} from './index.ts';

describe('kernel', () => {
  it('makes ids that sort in the order they were made', () => {
    const ids = Array.from({ length: 500 }, newId);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(500);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('brings the two Unicode forms of a name together', () => {
    expect(canonicalName('  Cafe\u0301 ')).toBe('Café');
  });

  it('refuses text that PostgreSQL cannot store', () => {
    expect(isStorableText('a\0b')).toBe(false);
    expect(isStorableText('a\ud800b')).toBe(false);
    expect(isStorableText('a😀b')).toBe(true);
  });

  it('names the error class after the class that was thrown', () => {
    class CupEmptyError extends DomainError {}
    const error = new CupEmptyError(defineProblems({ cup_empty: ['conflict', 'No coffee'] }).cup_empty, 'Fill it.');
    expect(error.name).toBe('CupEmptyError');
    expect(error.message).toBe('cup_empty: Fill it.');
  });

  it('says what was missing when a deadline passes', async () => {
    await expect(untilDeadline('a miracle', () => null, { seconds: 0 })).rejects.toThrow('a miracle');
    await expect(untilDeadline('a number', () => 7)).resolves.toBe(7);
  });

  it('runs at most as many tasks at once as it was told, and all of them', async () => {
    const limited = limitConcurrency(3);
    let running = 0;
    let most = 0;
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        limited(async () => {
          most = Math.max(most, ++running);
          await Promise.resolve();
          running -= 1;
          if (i === 5) throw new Error('five');
          return i;
        }).catch((error: Error) => error.message),
      ),
    );
    expect(most).toBe(3);
    expect(results[5]).toBe('five');
    expect(results[19]).toBe(19);
  });
});
