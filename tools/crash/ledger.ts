import { WinnerPromise } from './promises.ts';

export interface Made {
  id: string;
}

export interface Page<T> {
  items: T[];
}

export interface PhotoFacts extends Made {
  candidateId: string | null;
}

/** A run that the harness made, and the winner that it was promised. */
export interface KnownRun {
  id: string;
  promise: WinnerPromise;
  deleted: boolean;
}

/** What the API has answered with a success. The verdict compares the library with it. */
export class Ledger {
  runs: KnownRun[] = [];
  /** Runs answered as completed, until their deletion is asked for. */
  readonly completed = new Set<string>();
  /** Runs answered as created, until their deletion is asked for. */
  readonly created = new Set<string>();
  /** Candidates answered as created, with their runs. */
  readonly registered = new Map<string, string>();
  /** Uploaded photos, until their deletion is asked for. */
  readonly uploaded = new Set<string>();
  /** Candidates whose photos were asked to be deleted. */
  readonly declined = new Set<string>();

  /** A deletion that is asked for may take effect without an answer. */
  forget(run: KnownRun): void {
    this.runs = this.runs.filter((other) => other !== run);
    run.deleted = true;
    this.completed.delete(run.id);
    this.created.delete(run.id);
  }

  /** The runs whose winner the answers alone determine. */
  promisedWinners(): KnownRun[] {
    return this.runs.filter(({ promise }) => promise.winner !== undefined);
  }
}
