import { AsyncLocalStorage } from 'node:async_hooks';
import { GroupCommit } from './group-commit.ts';

describe('a group commit', () => {
  const groups: number[][] = [];
  let open: () => void = () => undefined;
  beforeEach(() => void groups.splice(0));

  const grouped = (work: (n: number) => string = String) =>
    new GroupCommit<{ n: number }, string>(async (items) => {
      groups.push(items.map(({ n }) => n));
      await new Promise<void>((resolve) => (open = resolve));
      return items.map(({ n }) => work(n));
    });

  const settled = () => new Promise(setImmediate);

  it('handles a single item at once, and together what arrives meanwhile', async () => {
    const group = grouped();
    const results = [group.handle({ n: 1 })];
    await settled();
    results.push(group.handle({ n: 2 }), group.handle({ n: 3 }));
    await settled();
    expect(groups).toEqual([[1]]);
    open();
    await settled();
    results.push(group.handle({ n: 4 }));
    await settled();
    expect(groups).toEqual([[1], [2, 3]]);
    open();
    await settled();
    open();
    expect(await Promise.all(results)).toEqual(['1', '2', '3', '4']);
    expect(groups).toEqual([[1], [2, 3], [4]]);
  });

  it('handles each item alone after a failure, so that one never fails another', async () => {
    const group = new GroupCommit<{ n: number }, number>(async (items) => {
      groups.push(items.map(({ n }) => n));
      await settled();
      if (items.some(({ n }) => n === 2)) throw new Error('two');
      return items.map(({ n }) => n);
    });
    const results = await Promise.allSettled([1, 2, 3].map((n) => group.handle({ n })));
    expect(groups).toEqual([[1, 2, 3], [1], [2], [3]]);
    expect(results).toMatchObject([{ value: 1 }, { reason: new Error('two') }, { value: 3 }]);
    expect(await group.handle({ n: 4 })).toBe(4);
  });

  it('belongs to none of its callers', async () => {
    const transaction = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const group = new GroupCommit<{ n: number }, number>((items) => {
      seen.push(transaction.getStore());
      return Promise.resolve(items.map(({ n }) => n));
    });
    await transaction.run('of a request', () => group.handle({ n: 1 }));
    expect(seen).toEqual([undefined]);
  });
});
