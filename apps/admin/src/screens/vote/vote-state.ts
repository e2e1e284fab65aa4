import type { UpcomingPairsResponse, VoteResponse } from '@trellis/api-client';

export type Outcome = 'a' | 'b' | 'draw';
export type Pair = UpcomingPairsResponse['pairs'][number];
export type Answer = Pick<UpcomingPairsResponse, 'pairs' | 'reason' | 'votesCast' | 'openPairs'>;

/** Where the acts outlive a reload of the page. */
export interface ActStore {
  read: () => string | null;
  write: (text: string) => void;
}

/** What the machine needs of the world. */
export interface VoteWorld {
  acts: ActStore;
  pairs: (ahead: number, skip: readonly Pair[]) => Promise<Answer>;
  /** With one key for one vote, however often it is sent. */
  vote: (pair: Pair, outcome: Outcome, key: string, skip: readonly Pair[]) => Promise<Answer & VoteResponse>;
  undo: (voteId: string) => Promise<void>;
  reject: (ids: readonly string[]) => Promise<string[]>;
  lift: (ids: readonly string[]) => Promise<void>;
  /** Resolves when the picture can be painted at once. */
  decode: (candidateId: string) => Promise<void>;
  /** Resolves when what is shown now has been on the screen for 150 ms. */
  painted: () => Promise<void>;
  newKey: () => string;
  /** Whether the server refused, and why; undefined when it did not answer. */
  refusalOf: (error: unknown) => string | undefined;
  wait: (milliseconds: number) => Promise<void>;
}

/** `armed` is the only phase in which a vote counts. */
export type Phase = 'loading' | 'armed' | 'leaving' | 'done';

export interface VoteState {
  phase: Phase;
  pair: Pair | undefined;
  /** Why there is no pair. */
  reason: Answer['reason'];
  votes: number;
  openPairs: number;
  /** Votes that are not confirmed yet. */
  unsent: number;
  message: string | undefined;
  canUndo: boolean;
}

export const noVote: VoteState = {
  phase: 'loading',
  pair: undefined,
  reason: null,
  votes: 0,
  openPairs: 0,
  unsent: 0,
  message: undefined,
  canUndo: false,
};

const nameOf = ({ a, b }: Pair): string => [a.id, b.id].sort().join(' ');

/** Whether two pairs are of the same pictures, whichever is on the left. */
export const same = (one: Pair, other: Pair): boolean => nameOf(one) === nameOf(other);

/** Pairs, each once. */
export class PairSet {
  private readonly pairs = new Map<string, Pair>();

  add(pair: Pair): void {
    this.pairs.set(nameOf(pair), pair);
  }

  delete(pair: Pair): void {
    this.pairs.delete(nameOf(pair));
  }

  has(pair: Pair): boolean {
    return this.pairs.has(nameOf(pair));
  }

  latest(most: number): Pair[] {
    return [...this.pairs.values()].slice(-most);
  }
}
