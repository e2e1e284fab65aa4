import { DecodingPlaces } from './decoding-places.ts';

/** Tasks that end when they are told to, and the order in which they began. */
class Bench {
  readonly begun: string[] = [];
  readonly refused: string[] = [];
  private readonly ends: (() => void)[] = [];
  private working = 0;
  most = 0;

  constructor(readonly places: DecodingPlaces) {}

  add(holder: string, name: string): Promise<void> {
    const task = async () => {
      this.begun.push(name);
      this.most = Math.max(this.most, (this.working += 1));
      await new Promise<void>((end) => this.ends.push(end));
      this.working -= 1;
    };
    return this.places.run(holder, task).catch((error: { code: string }) => {
      this.refused.push(`${name} ${error.code}`);
    });
  }

  /** Ends the tasks one by one until none is left. */
  async finish(tasks: Promise<void>[]): Promise<void> {
    const all = Promise.all(tasks);
    let over = false;
    void all.then(() => (over = true));
    while (!over) {
      this.ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

describe('places for decoding', () => {
  const bench = (atOnce: number, waiting: number) => new Bench(new DecodingPlaces({ atOnce, waiting }));

  it('are bounded, and so are those who wait', async () => {
    const many = bench(2, 3);
    await many.finish(Array.from({ length: 8 }, (_, i) => many.add('a', `a${i}`)));
    expect(many.most).toBe(2);
    expect(many.begun).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
    expect(many.refused).toEqual(['a5 too_busy', 'a6 too_busy', 'a7 too_busy']);
    await many.finish([many.add('a', 'free again')]);
    expect(many.begun.at(-1)).toBe('free again');
  });

  it('go to the holders in turns', async () => {
    const two = bench(1, 20);
    const tasks = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2'].map((name) => two.add(name[0] as string, name));
    await two.finish(tasks);
    expect(two.begun).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('are never refused to one holder because another fills them', async () => {
    const full = bench(1, 3);
    const names = ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2'];
    await full.finish(names.map((name) => full.add(name[0] as string, name)));
    expect(full.refused.sort()).toEqual(['a4 too_busy', 'a5 too_busy', 'b2 too_busy']);
    expect(full.begun).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('are free again after a task that fails', async () => {
    const places = new DecodingPlaces({ atOnce: 1, waiting: 1 });
    await expect(places.run('a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await places.run('a', async () => 'yes')).toBe('yes');
  });
});
