import {
  DomainError,
  KeyedQueue,
  defineProblems,
  canonicalName,
  isStorableText,
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

  it('normalizes the two Unicode forms of a name', () => {
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

  it('names what was missing when a deadline passes', async () => {
    await expect(untilDeadline('a miracle', () => null, { seconds: 0 })).rejects.toThrow('a miracle');
    await expect(untilDeadline('a number', () => 7)).resolves.toBe(7);
  });

  it('runs tasks with the same key one at a time, in arrival order, also after one has failed', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} starts`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (name === 'b') throw new Error('b failed');
    };
    const all = ['a', 'b', 'c'].map((name) => queue.run('key', task(name)));
    await expect(Promise.all(all)).rejects.toThrow('b failed');
    await Promise.allSettled(all);
    expect(queue.size).toBe(0);
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
  });

  it('runs tasks with different keys at the same time', async () => {
    const queue = new KeyedQueue();
    const gate = Promise.withResolvers<void>();
    const first = queue.run('one', () => gate.promise);
    await queue.run('other', async () => gate.resolve());
    await first;
  });
});
