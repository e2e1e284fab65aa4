import { packs } from '@trellis/all';
import type { CommandHost } from '@trellis/manifest';
import { withApplication } from './application.ts';
import { FINDINGS } from './exit-codes.ts';
import { SignalInterruption } from './interruption.ts';
import { printResult } from './output.ts';
import { printItems } from './print-items.ts';
import { TerminalProgress } from './progress.ts';
import { withAdvice, reportStopped, watched } from './watched.ts';

/** What this program offers to the commands of the packs. */
export const host: CommandHost = {
  withPacks: withApplication,
  leftovers: packs.flatMap(({ leftovers = [] }) => leftovers),
  interruption: () => new SignalInterruption(),
  progress: (what, total) => new TerminalProgress(what, total),
  watched,
  printResult,
  printItems,
  withAdvice,
  reportStopped,
  failures: () => {
    process.exitCode = FINDINGS;
  },
};
