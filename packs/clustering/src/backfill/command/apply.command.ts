import { Command, InvalidArgumentError } from 'commander';
import type { CommandHost, Resolve } from '@trellis/manifest';
import { linksAtOnce } from '../../clustering.settings.ts';
import { LinkManyService } from '../../linking/link-many.service.ts';
import { BackfillFacade } from '../backfill.facade.ts';
import type { BackfillFault } from '../backfill-plan.ts';
import { ApplyPicturesService } from '../pictures/apply-pictures.service.ts';
import { PlanApplication } from './apply-plan.ts';

export interface Json {
  json?: boolean;
}

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return number;
};

/** Applies a plan, whichever command wrote it. @param command the command that it belongs to */
export const applyCommand = (host: CommandHost, command: string): Command =>
  new Command('apply')
    .description('apply a plan: each line once, and only where nothing has changed since')
    .argument('<plan>')
    .option('--limit <n>', 'the maximum number of lines to apply', whole)
    .option('--rate <n>', 'the maximum number of lines per second', whole)
    .option('--no-link', 'leave the links pending for the workers')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `\nExamples:\n  trellis ${command} apply plan.jsonl\n  trellis ${command} apply plan.jsonl --limit 100 --no-link`,
    )
    .action((file: string, options: Json & { limit?: number; rate?: number; link: boolean }) =>
      host.withPacks((resolve, config) =>
        apply(host, resolve, { ...options, file, command, concurrency: linksAtOnce(config) }),
      ),
    );

async function apply(
  host: CommandHost,
  resolve: Resolve,
  {
    json,
    file,
    command,
    ...options
  }: Json & { file: string; command: string; limit?: number; rate?: number; link: boolean; concurrency: number },
): Promise<void> {
  const interruption = host.interruption();
  const advice = `\`trellis ${command} apply ${file}\` continues with the rest.`;
  await host.withAdvice(advice, () =>
    host.printItems(json, FAULTS, async (print) => {
      const parts = {
        backfill: resolve(BackfillFacade),
        links: resolve(LinkManyService),
        pictures: resolve(ApplyPicturesService),
        interruption,
        print,
        progress: (what: string, total: number) => host.progress(what, total),
      };
      const outcome = await new PlanApplication(parts, options).run(file);
      const { applied, linked, settled, skipped, faults } = outcome;
      if (faults > 0) host.failures();
      const rest = { applied, linked, settled, skipped, stopped: interruption.requested };
      const links = `${linked} linked${settled > 0 ? `, ${settled} without a winner` : ''}`;
      return { rest, summary: `${applied} applied, ${links}, ${skipped} applied before, ${faults} not applied` };
    }),
  );
  interruption.end();
  host.reportStopped(interruption, advice);
}

export const FAULTS = {
  name: 'faults',
  lineOf: ({ line, change, id, why }: BackfillFault) => `line ${line}  ${change}  ${id}  ${why}`,
};
