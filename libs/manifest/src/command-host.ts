import type { Command } from 'commander';
import type { TrellisConfig } from '@trellis/config';
import type { Leftovers } from './leftovers.ts';
import type { Resolve } from './resolve.ts';

/** Ctrl-C. The current item is finished, and no new one begins. */
export interface Interruption {
  readonly requested: boolean;
  /** Restores the default handling of signals. */
  end(): void;
}

export interface Progress {
  step(count?: number): void;
  end(): void;
}

interface Watch<T> {
  /** The activity, for the progress bar. */
  what: string;
  /** The number of items, as far as it is known. */
  total: number;
  interruption: Interruption;
  /** How much one item counts; default 1. */
  size?: (item: T) => number;
}

/** The items, with a progress bar on stderr, until Ctrl-C. */
export type Watched = <T>(items: AsyncIterable<T> | Iterable<T>, watch: Watch<T>) => AsyncIterable<T>;

export interface Items<T> {
  /** The name of the list in the JSON object. */
  name: string;
  /** One item as text. */
  lineOf: (item: T) => string;
}

/** The part of the result that is known after the last item. */
export interface Rest {
  rest: object;
  summary: string;
}

/** What the command line offers to the commands of the packs: the application, progress, results and exit codes. */
export interface CommandHost {
  /** Runs `work` with the packs on the configured database and store. @throws UsageError when migrations are pending */
  withPacks(work: (resolve: Resolve, config: TrellisConfig) => Promise<void>): Promise<void>;
  /** Of all packs. */
  readonly leftovers: readonly Leftovers[];
  interruption(): Interruption;
  progress(what: string, total: number): Progress;
  watched: Watched;
  /** One result: JSON for programs, lines for people. */
  printResult(json: boolean | undefined, result: unknown, lines: readonly string[]): void;
  /** A result that may be as long as the library. Each item is printed as soon as it is known. */
  printItems<T>(
    json: boolean | undefined,
    items: Items<T>,
    work: (print: (item: T) => void) => Promise<Rest>,
  ): Promise<void>;
  /** Adds to an error about a lost database how to continue. */
  withAdvice<T>(advice: string, work: () => Promise<T>): Promise<T>;
  /** After Ctrl-C: prints how to continue. The exit code is 1. */
  reportStopped(interruption: Interruption, advice: string): void;
  /** The work is done, with failures or findings. The exit code is 1. */
  failures(): void;
}

/** Makes a subcommand of `trellis`. */
export type PackCommand = (host: CommandHost) => Command;
