import type { ActStore, Pair } from './vote-state.ts';

/** Pushed as it is done; what undoes it is known when the server has answered. Undefined: it was refused. */
export type Act =
  | { kind: 'vote'; pair: Pair; done: Promise<string | undefined> }
  | { kind: 'reject'; pair: Pair; done: Promise<readonly string[] | undefined> };

type Kept = { kind: 'vote'; pair: Pair; id: string } | { kind: 'reject'; pair: Pair; ids: readonly string[] };

const actOf = (kept: Kept): Act =>
  kept.kind === 'vote'
    ? { kind: 'vote', pair: kept.pair, done: Promise.resolve(kept.id) }
    : { kind: 'reject', pair: kept.pair, done: Promise.resolve(kept.ids) };

async function keptOf(act: Act): Promise<Kept | undefined> {
  if (act.kind === 'vote') {
    const id = await act.done;
    return id ? { kind: 'vote', pair: act.pair, id } : undefined;
  }
  const ids = await act.done;
  return ids && { kind: 'reject', pair: act.pair, ids };
}

const MOST = 50;

/** What this person did in this run, so that it can be undone, the latest first. */
export class KeptActs {
  private readonly acts: { act: Act; kept?: Kept }[];

  constructor(private readonly store: ActStore) {
    const kept = JSON.parse(store.read() ?? '[]') as Kept[];
    this.acts = kept.map((one) => ({ kept: one, act: actOf(one) }));
  }

  get length(): number {
    return this.acts.length;
  }

  push(act: Act): void {
    const one: { act: Act; kept?: Kept } = { act };
    this.acts.push(one);
    this.acts.splice(0, this.acts.length - MOST);
    void keptOf(act).then((kept) => {
      one.kept = kept;
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
