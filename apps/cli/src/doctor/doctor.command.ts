import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ClusteringFacade } from '@trellis/clustering';
import type { TrellisConfig } from '@trellis/config';
import { ObjectGarbage } from '@trellis/photos';
import { ObjectStorage, StorageUnavailableError } from '@trellis/storage';
import { PendingMigrationsError, withApplication } from '../application.ts';
import { FINDINGS } from '../exit-codes.ts';
import { Interruption } from '../interruption.ts';
import { printResult } from '../output.ts';
import { tellStopped } from '../watched.ts';
import { examineDatabase } from './database-examination.ts';
import { finding, type Finding } from './finding.ts';
import { examinePublic } from './public-examination.ts';
import { examineCapability } from './store-capability.ts';
import { examineObjects, examineStore } from './store-examination.ts';

interface Options {
  fix?: boolean;
  public?: boolean;
  store?: boolean;
  json?: boolean;
}

/** Looks for everything that is not as it should be. */
export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('check configuration, schema, every invariant and the store')
    .option('--fix', 'mend what can be mended without losing anything')
    .option('--store', 'also write, read, compare and delete an object, by the driver in use')
    .option('--public', 'also fetch a sample of photos without a key')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExamples:\n  trellis doctor\n  trellis doctor --fix\n  trellis doctor --store --public')
    .action((options: Options) => examineAll(options));

/** Where migrations are pending there is nothing else to be found out. */
async function examineAll(options: Options): Promise<void> {
  try {
    await withApplication(async (app, config) => {
      const findings: Finding[] = [];
      const interruption = new Interruption();
      for await (const one of examinations(app, config, { ...options, interruption })) findings.push(one);
      interruption.end();
      tell(findings, options.json, interruption.requested);
      tellStopped(interruption, 'Not everything was looked at; `trellis doctor` begins anew.');
    });
  } catch (error) {
    if (!(error instanceof PendingMigrationsError)) throw error;
    const meaning = 'The schema is older than this version.';
    tell([finding({ code: 'pending_migrations', meaning, mend: 'trellis migrate up' }, error.pending)], options.json);
  }
}

function tell(findings: readonly Finding[], json: boolean | undefined, stopped = false): void {
  const clean = findings.length === 0 && !stopped;
  printResult(json, { clean, findings, stopped }, clean ? ['Nothing found.'] : findings.map(linesOf));
  if (!clean) process.exitCode = FINDINGS;
}

async function* examinations(
  app: INestApplicationContext,
  config: TrellisConfig,
  { fix = false, interruption, ...wanted }: Options & { interruption: Interruption },
): AsyncIterable<Finding> {
  const dataSource = app.get(DataSource);
  const storage = app.get(ObjectStorage, { strict: false });
  yield* examineRoots(config, dataSource);
  yield* examineDatabase(dataSource, { fix, interruption });
  if (wanted.store) yield* examineCapability(storage);
  yield* unlessAway(examineContents(app, interruption));
  if (wanted.public && !interruption.requested) yield* examinePublic(dataSource, storage);
}

/** Asked first whether it is there at all: in a bucket that does not exist every object is missing. */
async function* examineContents(app: INestApplicationContext, interruption: Interruption): AsyncIterable<Finding> {
  const storage = app.get(ObjectStorage, { strict: false });
  await storage.check();
  yield* examineObjects(app.get(DataSource), storage, interruption);
  yield* examineStore(app.get(ObjectGarbage), app.get(ClusteringFacade), interruption);
}

/** A store that does not answer is a finding of its own, and hides no other. */
async function* unlessAway(examination: AsyncIterable<Finding>): AsyncIterable<Finding> {
  try {
    yield* examination;
  } catch (error) {
    if (!(error instanceof StorageUnavailableError)) throw error;
    const meaning = 'The object store does not answer as it should; what it holds was not looked at.';
    yield finding({ code: 'store_unreachable', meaning, mend: 'trellis doctor --store says which step fails' }, [
      String(error.params['cause'] ?? error.detail),
    ]);
  }
}

/** A folder that is not there is missed by nobody before the first candidate: the server makes it. */
async function* examineRoots({ CANDIDATE_ROOTS }: TrellisConfig, dataSource: DataSource): AsyncIterable<Finding> {
  const [{ any }] = await dataSource.query<[{ any: boolean }]>('select exists (select 1 from image_candidates) as any');
  const away: string[] = [];
  for (const root of CANDIDATE_ROOTS) {
    const why = await access(root, constants.R_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => error);
    if (why && (any || why.code !== 'ENOENT')) away.push(root);
  }
  const meaning = 'The folder of candidates cannot be read from here.';
  const mend = 'mount it, or mend CANDIDATE_ROOTS';
  if (away.length > 0) yield finding({ code: 'candidate_root_unreachable', meaning, mend }, away);
}

const linesOf = ({ code, meaning, mend, count, ids, mended }: Finding): string =>
  [
    `${code} (${count})${mended ? ', mended' : ''}: ${meaning}`,
    ...(mended ? [] : [`  → ${mend}`]),
    ...ids.map((id) => `  ${id}`),
  ].join('\n');
