import { Command } from 'commander';
import { packs } from '@trellis/all';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { ObjectStores, StorageUnavailableError } from '@trellis/storage';
import { PendingMigrationsError, withApplication } from '../application.ts';
import { FINDINGS } from '../exit-codes.ts';
import { SignalInterruption } from '../interruption.ts';
import { printResult } from '../output.ts';
import { reportStopped, watched } from '../watched.ts';
import { examineChecks, examineDatabase, examineDeadLetters, examineDrift } from './database-examination.ts';
import { examineSeals } from './seals-examination.ts';
import { examineSecrets } from './secrets-examination.ts';
import { examineCapability } from './store-capability.ts';

interface Options {
  fix?: boolean;
  public?: boolean;
  store?: boolean;
  json?: boolean;
}

/** Examines configuration, schema, invariants and store. */
export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('check configuration, schema, every invariant and the store')
    .option('--fix', 'fix what can be fixed without loss')
    .option('--store', 'also write, read, compare and delete an object with the configured driver')
    .option('--public', 'also fetch a sample of photos without a key')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExamples:\n  trellis doctor\n  trellis doctor --fix\n  trellis doctor --store --public')
    .action((options: Options) => examineAll(options));

/** With pending migrations nothing else is examined. */
async function examineAll(options: Options): Promise<void> {
  try {
    await withApplication(async (resolve) => {
      const findings: Finding[] = [];
      const interruption = new SignalInterruption();
      for await (const one of examinations({ resolve, fix: options.fix === true, interruption, watched }, options))
        findings.push(one);
      interruption.end();
      report(findings, options.json, interruption.requested);
      reportStopped(interruption, 'Not everything was examined. Run `trellis doctor` again to start over.');
    });
  } catch (error) {
    if (!(error instanceof PendingMigrationsError)) throw error;
    const meaning = 'The schema is older than this version.';
    report([finding({ code: 'pending_migrations', meaning, cure: 'trellis migrate up' }, error.pending)], options.json);
  }
}

function report(findings: readonly Finding[], json: boolean | undefined, stopped = false): void {
  const clean = findings.length === 0 && !stopped;
  printResult(json, { clean, findings, stopped }, clean ? ['No findings.'] : findings.map(linesOf));
  if (!clean) process.exitCode = FINDINGS;
}

async function* examinations(context: ExaminationContext, wanted: Options): AsyncIterable<Finding> {
  const parts = [
    () => examineDatabase(context),
    () => examineChecks(context),
    () => examinationsOf('database', context),
    () => examineSecrets(context),
    () => examineSeals(context),
    () => examineDeadLetters(context),
    () => examineDrift(context),
    ...(wanted.store ? [() => examineCapability(context.resolve(ObjectStores))] : []),
    () => unlessAway(examineStore(context)),
    ...(wanted.public ? [() => examinationsOf('public', context)] : []),
  ];
  for (const part of parts) if (!context.interruption.requested) yield* part();
}

async function* examinationsOf(needs: Examination['needs'], context: ExaminationContext): AsyncIterable<Finding> {
  const all = packs.flatMap(({ examinations: of = [] }) => of);
  for (const examination of all.filter((one) => one.needs === needs))
    if (!context.interruption.requested) yield* examination.run(context);
}

/** Checks first whether the store answers: in a missing bucket every object is missing. */
async function* examineStore(context: ExaminationContext): AsyncIterable<Finding> {
  await context.resolve(ObjectStores).check();
  yield* examinationsOf('store', context);
}

/** A store that fails is a finding of its own and does not stop the other examinations. */
async function* unlessAway(examination: AsyncIterable<Finding>): AsyncIterable<Finding> {
  try {
    yield* examination;
  } catch (error) {
    if (!(error instanceof StorageUnavailableError)) throw error;
    const meaning = 'The object store failed or did not answer in time. Its objects were not examined.';
    const away = { code: 'store_unreachable', meaning, cure: 'trellis doctor --store shows which step fails' };
    yield finding(away, [(error.params['cause'] as string | undefined) ?? error.detail]);
  }
}

const linesOf = ({ code, meaning, cure, count, ids, fixed }: Finding): string =>
  [
    `${code} (${count})${fixed ? ', fixed' : ''}: ${meaning}`,
    ...(fixed ? [] : [`  → ${cure}`]),
    ...ids.map((id) => `  ${id}`),
  ].join('\n');
