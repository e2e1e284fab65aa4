import type { Pair } from './vote-state.ts';

export type Act =
  | { kind: 'vote'; pair: Pair; id: Promise<string | undefined> }
  | { kind: 'reject'; pair: Pair; ids: readonly string[] };

type Kept = { kind: 'vote'; pair: Pair; id: string } | Extract<Act, { kind: 'reject' }>;

/** Where the acts outlive a reload of the page. */
export interface ActStore {
  read: () => string | null;
  write: (text: string) => void;
}

const MOST = 50;

/** What this person did in this run, so that it can be undone, the latest first. */
export class KeptActs {
  private readonly acts: { act: Act; kept?: Kept }[];

  constructor(private readonly store: ActStore) {
    const kept = JSON.parse(store.read() ?? '[]') as Kept[];
    this.acts = kept.map((one) => ({
      kept: one,
      act: one.kind === 'vote' ? { ...one, id: Promise.resolve(one.id) } : one,
    }));
  }

  get length(): number {
    return this.acts.length;
  }

  push(act: Act): void {
    const one: { act: Act; kept?: Kept } = { act, ...(act.kind === 'reject' && { kept: act }) };
    this.acts.push(one);
    this.acts.splice(0, this.acts.length - MOST);
    this.save();
    // A vote can be undone after a reload once the server has named it.
    if (act.kind === 'vote')
      void act.id.then((id) => {
        if (id) one.kept = { kind: 'vote', pair: act.pair, id };
        this.save();
      });
  }

  pop(): Act | undefined {
    const last = this.acts.pop();
    this.save();
    return last?.act;
  }

  private save(): void {
    this.store.write(JSON.stringify(this.acts.flatMap(({ kept }) => kept ?? [])));
  }
}
