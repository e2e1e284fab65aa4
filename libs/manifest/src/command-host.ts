import type { Command } from 'commander';
import type { TrellisConfig } from '@trellis/config';
import type { Resolve } from './resolve.ts';

/** Ctrl-C: the item in hand is finished, and nothing new is begun. */
export interface Interruption {
  readonly requested: boolean;
  /** Gives the signals back. */
  end(): void;
}

export interface Progress {
  step(count?: number): void;
  end(): void;
}

interface Watch<T> {
  /** What is being done with them, for the bar. */
  what: string;
  /** How many there are, as far as one can know. */
  total: number;
  interruption: Interruption;
  /** For how many of them one item counts; 1. */
  size?: (item: T) => number;
}

/** The items, with a bar on stderr, until Ctrl-C. */
export type Watched = <T>(items: AsyncIterable<T> | Iterable<T>, watch: Watch<T>) => AsyncIterable<T>;

export interface Items<T> {
  /** What they are called in the JSON object. */
  name: string;
  /** One of them for people. */
  lineOf: (item: T) => string;
}

/** What is known when all items are printed. */
export interface Rest {
  rest: object;
  summary: string;
}

/** What the command line offers to the commands of the packs: the application, progress, results and exit codes. */
export interface CommandHost {
  /** Runs `work` with the packs on the configured database and store. @throws DomainError where migrations are pending */
  withPacks(work: (resolve: Resolve, config: TrellisConfig) => Promise<void>): Promise<void>;
  interruption(): Interruption;
  progress(what: string, total: number): Progress;
  watched: Watched;
  /** One result: JSON for programs, lines for people. */
  printResult(json: boolean | undefined, result: unknown, lines: readonly string[]): void;
  /** A result as long as the library: each item is printed when it is known. */
  printItems<T>(
    json: boolean | undefined,
    items: Items<T>,
    work: (print: (item: T) => void) => Promise<Rest>,
  ): Promise<void>;
  /** Work that is under way when the database goes away fails with a word on how to go on. */
  goingOn<T>(goOn: string, work: () => Promise<T>): Promise<T>;
  /** After Ctrl-C: prints how to go on; the exit code is 1. */
  tellStopped(interruption: Interruption, goOn: string): void;
  /** Finished, with failures or findings: the exit code is 1. */
  failures(): void;
}

/** Makes a subcommand of `trellis`. */
export type PackCommand = (host: CommandHost) => Command;
