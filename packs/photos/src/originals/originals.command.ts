import { Command } from 'commander';
import type { CommandHost, PackCommand, Resolve } from '@trellis/manifest';
import { MoveOriginalsService, type Moved } from './move-originals.service.ts';

interface Options {
  dryRun?: boolean;
  json?: boolean;
}

/** What is done to originals as a whole. */
export const originalsCommand: PackCommand = (host) =>
  new Command('originals').description('keep originals private').addCommand(moveCommand(host));

const moveCommand = (host: CommandHost) =>
  new Command('move')
    .description('move the originals that the public can read to where new ones are stored')
    .option('--dry-run', 'print the number of originals; change nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExamples:\n  trellis originals move --dry-run\n  trellis originals move')
    .action((options: Options) => host.withPacks((resolve) => moveAll(host, resolve, options)));

async function moveAll(host: CommandHost, resolve: Resolve, { dryRun, json }: Options): Promise<void> {
  const originals = resolve(MoveOriginalsService);
  const interruption = host.interruption();
  const total = await originals.count();
  if (dryRun) {
    interruption.end();
    return host.printResult(json, { wouldMove: total }, [`${total} originals would be moved`]);
  }
  const advice = '`trellis originals move` continues with the rest.';
  await host.withAdvice(advice, () =>
    host.printItems(json, FAILED, async (print) => {
      let moved = 0;
      const what = { what: 'Moving originals', total, interruption };
      for await (const { id } of host.watched(originals.outdated(), what)) {
        const outcome = await originals.move(id);
        if (outcome === 'moved') moved += 1;
        else if (outcome !== 'unchanged') {
          print({ photoId: id, reason: outcome });
          host.failures();
        }
      }
      const summary = `${moved} originals moved`;
      return { rest: { moved, stopped: interruption.requested }, summary };
    }),
  );
  interruption.end();
  host.reportStopped(interruption, advice);
}

const FAILED = {
  name: 'failed',
  lineOf: ({ photoId, reason }: { photoId: string; reason: Moved }) => `photo ${photoId}  ${reason}`,
};
