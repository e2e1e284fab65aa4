import { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError } from '@trellis/kernel';
import { PhotosFacade } from '@trellis/photos';
import { withApplication } from '../application.ts';
import { printResult } from '../output.ts';
import { ImageFinder } from './image-finder.ts';
import { importCandidates } from './import-candidates.ts';
import { importLibrary } from './import-library.ts';
import { importPhotos } from './import-photos.ts';
import { ImportReport } from './import-report.ts';
import { importRuns } from './import-runs.ts';
import { importVotes } from './import-votes.ts';
import { isFolder } from './is-folder.ts';
import { LegacyRows } from './legacy-rows.ts';
import { openLegacySource, type LegacySource } from './legacy-source.ts';

interface Options {
  from: string;
  images?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** Takes over what an earlier system knows. */
export const importCommand = (): Command =>
  new Command('import').description('take over what an earlier system knows').addCommand(
    new Command('legacy')
      .description('its personas, pillars, clusters, pipelines, runs, candidates, votes and photos; each row once')
      .requiredOption('--from <url|dir>', 'its PostgreSQL database, or a folder with one JSON file per table')
      .option('--images <dir>', 'where its pictures are; found by the longest common ending of their paths')
      .option('--dry-run', 'do all of it, report, and take it back')
      .option('--json', 'print the result as JSON')
      .addHelpText(
        'after',
        '\nExamples:\n  trellis import legacy --from ./export --images /mnt/images --dry-run\n  trellis import legacy --from postgres://localhost/earlier',
      )
      .action((options: Options) => withApplication((app) => importLegacy(app, options))),
  );

async function importLegacy(
  app: INestApplicationContext,
  { from, images, dryRun = false, json }: Options,
): Promise<void> {
  const finder = images === undefined ? undefined : await ImageFinder.in(await folder(images));
  const source = await openLegacySource(from);
  const report = new ImportReport();
  const dataSource = app.get(DataSource);
  const take = (manager: EntityManager) => takeAll(app, { manager, source, report, images: finder, dryRun });
  try {
    await dataSource.transaction(take);
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  } finally {
    await source.close();
  }
  const { tables, notes } = report;
  printResult(json, { dryRun, tables, notes }, [...report.lines(), ...(dryRun ? ['Nothing was changed.'] : [])]);
}

/** How a dry run ends: everything was done, and is undone. */
class TakenBack extends Error {}

interface Everything {
  manager: EntityManager;
  source: LegacySource;
  report: ImportReport;
  images: ImageFinder | undefined;
  dryRun: boolean;
}

async function takeAll(
  app: INestApplicationContext,
  { manager, source, report, images, dryRun }: Everything,
): Promise<void> {
  const rows = new LegacyRows(manager, report);
  await importLibrary(manager, source, rows);
  await importRuns(manager, source, rows);
  await importCandidates(source, rows, images);
  await importVotes(manager, source, rows);
  const photos = app.get(PhotosFacade, { strict: false });
  await importPhotos(manager, source, rows, { dataSource: app.get(DataSource), photos, images, dryRun });
  await manager.query('set constraints all immediate');
  if (dryRun) throw new TakenBack();
}

async function folder(path: string): Promise<string> {
  if (await isFolder(path)) return path;
  throw new DomainError('validation_failed', 'invalid', `--images must be a folder; there is none at ${path}.`);
}
