import { Command } from 'commander';
import { packs } from '@trellis/all';
import { finding, type Examination, type ExaminationContext, type Finding } from '@trellis/manifest';
import { ObjectStorage, StorageUnavailableError } from '@trellis/storage';
import { PendingMigrationsError, withApplication } from '../application.ts';
import { FINDINGS } from '../exit-codes.ts';
import { SignalInterruption } from '../interruption.ts';
import { printResult } from '../output.ts';
import { tellStopped, watched } from '../watched.ts';
import { examineChecks, examineDeadLetters, examineDrift } from './database-examination.ts';
import { examineCapability } from './store-capability.ts';

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
    .option('--fix', 'mend what can be fixed without losing anything')
    .option('--store', 'also write, read, compare and delete an object, by the driver in use')
    .option('--public', 'also fetch a sample of photos without a key')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExamples:\n  trellis doctor\n  trellis doctor --fix\n  trellis doctor --store --public')
    .action((options: Options) => examineAll(options));

/** Where migrations are pending there is nothing else to be found out. */
async function examineAll(options: Options): Promise<void> {
  try {
    await withApplication(async (resolve) => {
      const findings: Finding[] = [];
      const interruption = new SignalInterruption();
      for await (const one of examinations({ resolve, fix: options.fix === true, interruption, watched }, options))
        findings.push(one);
      interruption.end();
      tell(findings, options.json, interruption.requested);
      tellStopped(interruption, 'Not everything was looked at; `trellis doctor` begins anew.');
    });
  } catch (error) {
    if (!(error instanceof PendingMigrationsError)) throw error;
    const meaning = 'The schema is older than this version.';
    tell([finding({ code: 'pending_migrations', meaning, cure: 'trellis migrate up' }, error.pending)], options.json);
  }
}

function tell(findings: readonly Finding[], json: boolean | undefined, stopped = false): void {
  const clean = findings.length === 0 && !stopped;
  printResult(json, { clean, findings, stopped }, clean ? ['Nothing found.'] : findings.map(linesOf));
  if (!clean) process.exitCode = FINDINGS;
}

async function* examinations(context: ExaminationContext, wanted: Options): AsyncIterable<Finding> {
  const parts = [
    () => examineChecks(context),
    () => askedOf('database', context),
    () => examineDeadLetters(context),
    () => examineDrift(context),
    ...(wanted.store ? [() => examineCapability(context.resolve(ObjectStorage))] : []),
    () => unlessAway(examineStore(context)),
    ...(wanted.public ? [() => askedOf('public', context)] : []),
  ];
  for (const part of parts) if (!context.interruption.requested) yield* part();
}

async function* askedOf(asks: Examination['asks'], context: ExaminationContext): AsyncIterable<Finding> {
  const all = packs.flatMap(({ examinations: of = [] }) => of);
  for (const examination of all.filter((one) => one.asks === asks))
    if (!context.interruption.requested) yield* examination.run(context);
}

/** Asked first whether it is there at all: in a bucket that does not exist every object is missing. */
async function* examineStore(context: ExaminationContext): AsyncIterable<Finding> {
  await context.resolve(ObjectStorage).check();
  yield* askedOf('store', context);
}

/** A store that does not answer is a finding of its own, and hides no other. */
async function* unlessAway(examination: AsyncIterable<Finding>): AsyncIterable<Finding> {
  try {
    yield* examination;
  } catch (error) {
    if (!(error instanceof StorageUnavailableError)) throw error;
    const meaning = 'The object store does not answer as it should; what it holds was not looked at.';
    const away = { code: 'store_unreachable', meaning, cure: 'trellis doctor --store says which step fails' };
    yield finding(away, [(error.params['cause'] as string | undefined) ?? error.detail]);
  }
}

const linesOf = ({ code, meaning, cure, count, ids, fixed }: Finding): string =>
  [
    `${code} (${count})${fixed ? ', fixed' : ''}: ${meaning}`,
    ...(fixed ? [] : [`  → ${cure}`]),
    ...ids.map((id) => `  ${id}`),
  ].join('\n');
