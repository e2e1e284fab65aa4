import { AHEAD } from '../../early/ahead.ts';
import { KeptActs } from './kept-acts.ts';
import {
  PairSet,
  noVote,
  same,
  type Answer,
  type Outcome,
  type Pair,
  type VoteState,
  type VoteWorld,
} from './vote-state.ts';

const RETRY_MS = 1_000;
const SKIPPED = 20;

/**
 * Voting as a state machine outside of React, because a handler of React is a paint old: a pair that was voted on would
 * stay armed while its successor loads. Pairs are decoded before they are shown; a vote is sent behind the screen, once.
 */
export class VoteMachine {
  private state = noVote;
  private queue: Pair[] = [];
  /** Its pictures are being decoded: it is shown next. */
  private coming: Pair | undefined;
  /** Pairs that have a vote of this person, sent or not, and pairs that are skipped. */
  private readonly gone = new PairSet();
  private readonly acts: KeptActs;
  private readonly listeners = new Set<() => void>();
  private line: Promise<unknown> = Promise.resolve();
  private turn = 0;

  constructor(private readonly world: VoteWorld) {
    this.acts = new KeptActs(world.acts);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly read = (): VoteState => this.state;

  /** The pairs behind the shown one, whose pictures are loaded. */
  get upcoming(): readonly Pair[] {
    return this.queue;
  }

  async start(): Promise<void> {
    this.change({ canUndo: this.acts.length > 0 });
    await this.refill(true);
  }

  /** Does nothing unless both pictures have been on the screen: there are no blind votes. */
  vote(outcome: Outcome): void {
    const { pair, phase } = this.state;
    if (phase !== 'armed' || !pair) return;
    this.gone.add(pair);
    const sent = this.inLine(() => this.send(pair, outcome));
    this.acts.push({ kind: 'vote', pair, done: sent });
    this.change({ phase: 'leaving', votes: this.state.votes + 1, unsent: this.state.unsent + 1, canUndo: true });
    this.advance();
  }

  skip(): void {
    const { pair, phase } = this.state;
    if (phase !== 'armed' || !pair) return;
    this.gone.add(pair);
    this.change({ phase: 'leaving' });
    this.advance();
  }

  /** Rejects one side or both, and goes on to the next pair. */
  reject(sides: readonly ('a' | 'b')[]): void {
    const { pair, phase } = this.state;
    if (phase !== 'armed' || !pair) return;
    const done = this.inLine(async () => {
      const ids = await this.world.reject(sides.map((side) => pair[side].id));
      const rejected = new Set(ids);
      this.queue = this.queue.filter(({ a, b }) => !rejected.has(a.id) && !rejected.has(b.id));
      this.take(await this.world.pairs(AHEAD, this.gone.latest(SKIPPED)));
      return ids;
    });
    this.acts.push({ kind: 'reject', pair, done });
    this.change({ phase: 'leaving', canUndo: true });
    void done.then((ids) => ids && this.advance());
  }

  /** Takes the last act of this person back, and shows the same pair again. */
  undo(): void {
    const act = this.acts.pop();
    if (!act) return;
    this.change({ phase: 'leaving', canUndo: this.acts.length > 0 });
    void this.inLine(async () => {
      if (act.kind === 'reject') await this.world.lift((await act.done) ?? []);
      else {
        const id = await act.done;
        if (id) await this.world.undo(id);
        this.gone.delete(act.pair);
        this.change({ votes: Math.max(0, this.state.votes - 1) });
      }
      const waiting = [this.coming, this.state.pair].filter((pair) => pair !== undefined);
      this.coming = undefined;
      this.queue = [act.pair, ...[...waiting, ...this.queue].filter((one) => !same(one, act.pair))];
      this.advance();
      this.take(await this.world.pairs(AHEAD, this.gone.latest(SKIPPED)));
    });
  }

  /** One after the other, in the order of the person. A refusal is shown, and the pairs are read again. */
  private inLine<T>(work: () => Promise<T>): Promise<T | undefined> {
    const done = this.line.then(work).catch(async (error: unknown) => {
      this.change({ message: this.world.refusalOf(error) ?? 'The server does not answer.' });
      await this.refill(true);
      return undefined;
    });
    this.line = done;
    return done;
  }

  /** Sends one vote until there is an answer, always with the same key. */
  private async send(pair: Pair, outcome: Outcome): Promise<string | undefined> {
    const key = this.world.newKey();
    for (;;) {
      try {
        const answer = await this.world.vote(pair, outcome, key, this.gone.latest(SKIPPED));
        this.change({ unsent: this.state.unsent - 1, message: undefined });
        this.take(answer);
        return answer.id;
      } catch (error) {
        const refusal = this.world.refusalOf(error);
        if (refusal === undefined) {
          this.change({ message: 'The server does not answer. Votes are kept, and sent when it is back.' });
          await this.world.wait(RETRY_MS);
          continue;
        }
        this.change({ unsent: this.state.unsent - 1 });
        // Another person was faster: the pair has its vote.
        if (refusal === 'already_voted') return undefined;
        throw error;
      }
    }
  }

  /** Adds what is new behind what is loaded already. */
  private take({ pairs, votesCast, openPairs, reason }: Answer): void {
    const known = [...this.queue, this.coming, this.state.pair].filter((pair) => pair !== undefined);
    const isNew = (pair: Pair) => !this.gone.has(pair) && !known.some((one) => same(one, pair));
    this.queue.push(...pairs.filter(isNew));
    this.queue = this.queue.slice(0, 2 * AHEAD);
    this.change({ votes: votesCast + this.state.unsent, openPairs, reason });
    for (const { a, b } of this.queue) for (const { id } of [a, b]) void this.world.decode(id).catch(() => undefined);
    if (this.state.phase === 'leaving' && !this.coming) this.advance();
  }

  /** Shows the next pair when both of its pictures are decoded, and arms it when they have been seen. */
  private advance(): void {
    if (this.coming) this.queue.unshift(this.coming);
    this.coming = this.queue.shift();
    void this.show((this.turn += 1), this.coming);
  }

  private async show(turn: number, pair: Pair | undefined): Promise<void> {
    if (!pair) return this.refill(false);
    await Promise.all([this.world.decode(pair.a.id), this.world.decode(pair.b.id)]).catch(() => undefined);
    if (turn !== this.turn) return;
    this.coming = undefined;
    this.change({ phase: 'loading', pair, reason: null });
    await this.world.painted();
    if (turn === this.turn && this.state.pair === pair) this.change({ phase: 'armed' });
  }

  /** Nothing is loaded: the server knows whether there is more, once it has every vote. */
  private async refill(fromTheStart: boolean): Promise<void> {
    if (fromTheStart) {
      this.queue = [];
      this.coming = undefined;
    } else await this.line;
    if (this.coming || (!fromTheStart && this.state.phase !== 'leaving')) return;
    if (this.queue.length > 0) return this.advance();
    try {
      const answer = await this.world.pairs(AHEAD, []);
      const open = answer.pairs.filter((pair) => !this.gone.has(pair));
      // Skipped pairs come back when there is nothing else.
      this.queue = open.length > 0 ? open : answer.pairs;
      this.change({ votes: answer.votesCast, openPairs: answer.openPairs, reason: answer.reason });
      if (this.queue.length === 0) this.change({ phase: 'done', pair: undefined });
      else this.advance();
    } catch (error) {
      this.change({ message: this.world.refusalOf(error) ?? 'The server does not answer.' });
      await this.world.wait(RETRY_MS);
      await this.refill(fromTheStart);
    }
  }

  private change(changes: Partial<VoteState>): void {
    this.state = { ...this.state, ...changes };
    for (const listener of this.listeners) listener();
  }
}
