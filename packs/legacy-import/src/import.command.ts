import { resolve, sep } from 'node:path';
import { Command } from 'commander';
import type { TrellisConfig } from '@trellis/config';
import { InterruptedError, type CommandHost, type PackCommand } from '@trellis/manifest';
import { ImageFinder } from './image-finder.ts';
import { hasLosses, ImportReport } from './import-report.ts';
import { ImportWatch } from './import-watch.ts';
import { LegacyImportService } from './legacy-import.service.ts';
import { openLegacySource } from './legacy-source.ts';
import { requireFolder } from './require-folder.ts';

interface Options {
  from: string;
  images?: string;
  source: string;
  dryRun?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  trellis import legacy --from ./export --images /mnt/images --dry-run
  trellis import legacy --from postgres://localhost/earlier`;

/** Imports the library of an earlier system. */
export const importCommand: PackCommand = (host) =>
  new Command('import').addCommand(
    new Command('legacy')
      .description('personas, pillars, clusters, pipelines, runs, candidates, votes and photos; each row once')
      .requiredOption('--from <url|dir>', 'its PostgreSQL database, or a folder with one JSON file per table')
      .option('--images <dir>', 'the folder of its images; files are found by the longest common ending of their paths')
      .option('--source <name>', 'the name of the earlier system; each source has its own ids', 'legacy')
      .option('--dry-run', 'do everything, report, and roll back')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', EXAMPLES)
      .action((options: Options) =>
        host.withPacks((resolvePack, config) =>
          importLegacy(host, resolvePack(LegacyImportService), { ...options, config }),
        ),
      ),
  );

async function importLegacy(
  host: CommandHost,
  service: LegacyImportService,
  { from, images, source: name, dryRun = false, json, config }: Options & { config: TrellisConfig },
): Promise<void> {
  const finder = images === undefined ? undefined : await finderOf(resolve(images), config);
  const interruption = host.interruption();
  const watch = new ImportWatch(host, interruption);
  const source = watch.over(await openLegacySource(from));
  const report = new ImportReport(watch.step);
  let kept: boolean;
  try {
    kept = await service.execute({ source, name, report, images: finder, dryRun });
  } finally {
    watch.end();
    interruption.end();
    await source.close();
  }
  if (!kept && interruption.requested) throw interrupted();
  const { tables, notes, losses } = report;
  if (hasLosses(losses)) host.failures();
  host.printResult(json, { dryRun, tables, notes, dropped: losses }, [
    ...report.lines(),
    ...(dryRun ? ['Nothing was changed.'] : []),
  ]);
}

async function finderOf(images: string, { CANDIDATE_ROOTS }: TrellisConfig): Promise<ImageFinder> {
  const finder = await ImageFinder.in(await requireFolder(images, '--images must be a folder'));
  const readable = CANDIDATE_ROOTS.some((root) => images === root || images.startsWith(root + sep));
  if (!readable)
    process.stderr.write(`${images} is outside CANDIDATE_ROOTS. Add it there, or its images cannot be linked.\n`);
  return finder;
}

const interrupted = () => new InterruptedError('Stopped. Nothing was changed. Run the command again to start over.');
