import { AsyncResource } from 'node:async_hooks';
import DataLoader from 'dataloader';

/** Keeps the parameters of a statement few, and what one failure repeats small. */
const MOST = 50;

/**
 * Work on many items in one transaction. An item that arrives alone is handled at once; those that arrive meanwhile
 * wait, and are handled together: many commits cost one flush. When a group fails, each of its items is handled alone,
 * so one item never fails another. `work` returns the results in the order of the items.
 */
export class GroupCommit<Item extends object, Result> {
  private running: Promise<unknown> = Promise.resolve();
  private readonly loader: DataLoader<Item, Result>;

  constructor(private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>) {
    // A group belongs to none of its callers: neither to the transaction nor to the log context of one.
    const run = AsyncResource.bind((items: readonly Item[]) => this.run(items));
    this.loader = new DataLoader<Item, Result>(
      (items) => {
        const results = run(items);
        this.running = results;
        return results;
      },
      { cache: false, maxBatchSize: MOST, batchScheduleFn: (dispatch) => void this.running.then(dispatch) },
    );
  }

  handle(item: Item): Promise<Result> {
    return this.loader.load(item);
  }

  private async run(items: readonly Item[]): Promise<(Result | Error)[]> {
    try {
      return [...(await this.work(items))];
    } catch (error) {
      if (items.length === 1) return [failure(error)];
      return Promise.all(items.map(async (item) => this.alone(item)));
    }
  }

  private async alone(item: Item): Promise<Result | Error> {
    const [result] = await this.run([item]);
    return result as Result | Error;
  }
}

const failure = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
