import { VoteMachine } from './vote-machine.ts';
import { same, type Outcome, type Pair, type VoteWorld } from './vote-state.ts';

const pairOf = (a: string, b: string): Pair => ({ stepId: 'step', a: { id: a }, b: { id: b } });
const allPairs = (ids: readonly string[]): Pair[] => ids.flatMap((a, n) => ids.slice(n + 1).map((b) => pairOf(a, b)));

export class Refusal extends Error {}

/** A server in memory, and a screen whose pictures and clock the test moves. */
export class World implements VoteWorld {
  readonly votes: { pair: Pair; outcome: Outcome; key: string; id: string }[] = [];
  readonly requests: string[] = [];
  /** What outlives a reload of the page. */
  kept: string | null = null;
  readonly acts = { read: () => this.kept, write: (text: string) => void (this.kept = text) };
  away = false;
  /** The answer to the next vote is lost after it took effect. */
  cutsNextAnswer = false;
  undecoded = new Set<string>();
  unpainted = false;
  private readonly answered = new Map<string, string>();
  private serial = 0;
  private open: Pair[];
  private waiting: (() => void)[] = [];

  constructor(ids: readonly string[]) {
    this.open = allPairs(ids);
  }

  private answer() {
    const pairs = this.open.filter((pair) => !this.votes.some((vote) => same(vote.pair, pair)));
    return {
      pairs: pairs.slice(0, 4),
      reason: pairs.length > 0 ? null : ('all_voted' as const),
      votesCast: this.votes.length,
      openPairs: pairs.length,
    };
  }

  async pairs() {
    if (this.away) throw new TypeError('away');
    return this.answer();
  }

  async vote(pair: Pair, outcome: Outcome, key: string) {
    this.requests.push(key);
    if (this.away) throw new TypeError('away');
    const before = this.answered.get(key);
    if (!before && this.votes.some((vote) => same(vote.pair, pair))) throw new Refusal('already_voted');
    const id = before ?? `vote ${(this.serial += 1)}`;
    if (!before) this.votes.push({ pair, outcome, key, id });
    this.answered.set(key, id);
    if (this.cutsNextAnswer) {
      this.cutsNextAnswer = false;
      throw new TypeError('cut');
    }
    const scores = { a: 0, b: 0 };
    return {
      ...this.answer(),
      id,
      candidateA: pair.a.id,
      candidateB: pair.b.id,
      outcome,
      before: scores,
      after: scores,
    };
  }

  async undo(voteId: string) {
    if (this.votes.at(-1)?.id !== voteId) throw new Refusal('Only the latest vote can be undone.');
    this.votes.pop();
  }

  async reject(ids: readonly string[]) {
    this.open = this.open.filter(({ a, b }) => !ids.includes(a.id) && !ids.includes(b.id));
    return [...ids];
  }

  async lift() {
    this.open = allPairs(['1', '2', '3', '4']);
  }

  decode = (id: string) => (this.undecoded.has(id) ? this.later() : Promise.resolve());
  painted = () => (this.unpainted ? this.later() : Promise.resolve());
  newKey = () => `key ${this.requests.length} ${Math.random()}`;
  refusalOf = (error: unknown) => (error instanceof Refusal ? error.message : undefined);
  wait = () => new Promise<void>((resolve) => setImmediate(resolve));

  private later = () => new Promise<void>((resolve) => this.waiting.push(resolve));
  release() {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

export const settle = async () => {
  for (let n = 0; n < 30; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

export async function started(ids = ['1', '2', '3', '4']): Promise<{ world: World; machine: VoteMachine }> {
  const world = new World(ids);
  const machine = new VoteMachine(world);
  await machine.start();
  await settle();
  return { world, machine };
}
