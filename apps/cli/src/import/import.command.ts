import { resolve, sep } from 'node:path';
import { Command } from 'commander';
import { TrellisConfig } from '@trellis/config';
import { DataSource, type EntityManager } from 'typeorm';
import { commonProblems, DomainError } from '@trellis/kernel';
import type { Resolve } from '@trellis/manifest';
import { PhotosFacade } from '@trellis/photos';
import { withApplication } from '../application.ts';
import { SignalInterruption } from '../interruption.ts';
import { printResult } from '../output.ts';
import { ImageFinder } from './image-finder.ts';
import { importCandidates } from './import-candidates.ts';
import { importLibrary } from './import-library.ts';
import { importPhotos } from './import-photos.ts';
import { ImportReport } from './import-report.ts';
import { ImportWatch, TakenBack } from './import-watch.ts';
import { importRuns } from './import-runs.ts';
import { importVotes } from './import-votes.ts';
import { tellingUnknownColumns } from './known-columns.ts';
import { LegacyRows } from './legacy-rows.ts';
import { openLegacySource, type LegacySource } from './legacy-source.ts';
import { requireFolder } from './require-folder.ts';

interface Options {
  from: string;
  images?: string;
  source: string;
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
      .option('--source <name>', 'what the earlier system is called, when there are several: ids are its own', 'legacy')
      .option('--dry-run', 'do all of it, report, and take it back')
      .option('--json', 'print the result as JSON')
      .addHelpText(
        'after',
        '\nExamples:\n  trellis import legacy --from ./export --images /mnt/images --dry-run\n  trellis import legacy --from postgres://localhost/earlier',
      )
      .action((options: Options) => withApplication((resolvePack) => importLegacy(resolvePack, options))),
  );

async function importLegacy(
  resolvePack: Resolve,
  { from, images, source: name, dryRun = false, json }: Options,
): Promise<void> {
  const finder = images === undefined ? undefined : await finderOf(resolve(images), resolvePack(TrellisConfig));
  const interruption = new SignalInterruption();
  const watch = new ImportWatch(interruption);
  const source = watch.over(await openLegacySource(from));
  const report = new ImportReport(watch.step);
  let undone = false;
  const take = (manager: EntityManager) =>
    takeAll(resolvePack, { manager, source, rows: new LegacyRows(manager, report, name), images: finder, dryRun });
  try {
    await resolvePack(DataSource).transaction(take);
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    undone = true;
  } finally {
    watch.end();
    interruption.end();
    await source.close();
  }
  if (undone && interruption.requested) throw interrupted();
  const { tables, notes } = report;
  printResult(json, { dryRun, tables, notes }, [...report.lines(), ...(dryRun ? ['Nothing was changed.'] : [])]);
}

async function finderOf(images: string, { CANDIDATE_ROOTS }: TrellisConfig): Promise<ImageFinder> {
  const finder = await ImageFinder.in(await requireFolder(images, '--images must be a folder'));
  const readable = CANDIDATE_ROOTS.some((root) => images === root || images.startsWith(root + sep));
  if (!readable)
    process.stderr.write(
      `${images} is outside of CANDIDATE_ROOTS: nothing in it can be linked until it is one of them.\n`,
    );
  return finder;
}

const interrupted = () =>
  new DomainError(commonProblems.internal, 'Stopped: nothing was changed. The same command begins anew.');

interface Everything {
  manager: EntityManager;
  source: LegacySource;
  rows: LegacyRows;
  images: ImageFinder | undefined;
  dryRun: boolean;
}

async function takeAll(resolvePack: Resolve, { manager, source, rows, images, dryRun }: Everything): Promise<void> {
  // Row by row, so that the one that is refused can be named.
  await manager.query('set constraints uq_pipeline_steps_position immediate');
  const told = tellingUnknownColumns(source, rows);
  await importLibrary(manager, told, rows);
  await importRuns(manager, told, rows);
  await importCandidates(manager, told, rows, images);
  await importVotes(manager, told, rows);
  const photos = resolvePack(PhotosFacade);
  await importPhotos(manager, told, rows, { dataSource: resolvePack(DataSource), photos, images, dryRun });
  await manager.query('set constraints all immediate');
  if (dryRun) throw new TakenBack();
}
