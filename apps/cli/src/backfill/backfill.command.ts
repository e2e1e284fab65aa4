import { Command, InvalidArgumentError } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { BackfillFacade, ClusteringFacade, type BackfillFault, type BackfillLine } from '@trellis/clustering';
import { DomainError } from '@trellis/kernel';
import { withApplication } from '../application.ts';
import { FINDINGS } from '../exit-codes.ts';
import { Interruption } from '../interruption.ts';
import { printResult } from '../output.ts';
import { printItems } from '../print-items.ts';
import { Progress } from '../progress.ts';
import { goingOn, tellStopped, watched } from '../watched.ts';
import { PlanApplication } from './apply-plan.ts';
import { countLines, everyLine, planOf, readPlan, writePlan } from './plan-file.ts';
import { readRules } from './rules.ts';

interface Json {
  json?: boolean;
}

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return number;
};

/** Bringing existing runs along: rehearsed first, carried out exactly so, and reversible. */
export const backfillCommand = (): Command =>
  new Command('backfill')
    .description('bring existing runs along: plan, apply, verify, revert')
    .addCommand(
      new Command('plan')
        .description('write down what would be changed, and change nothing')
        .option(
          '--rules <file>',
          'YAML, see docs/existing-runs.md; without it prompts and names are taken out of variables, and what has a cluster is linked',
        )
        .requiredOption('--out <plan>', 'the file to write, one line for each change')
        .option('--json', 'print the summary as JSON')
        .addHelpText('after', '\nExample:\n  trellis backfill plan --rules rules.yaml --out plan.jsonl')
        .action((options: Json & { rules?: string; out: string }) => withApplication((app) => plan(app, options))),
    )
    .addCommand(
      new Command('apply')
        .description('carry a plan out: each line once, and only where the world is as the plan saw it')
        .argument('<plan>')
        .option('--limit <n>', 'at most so many lines', whole)
        .option('--rate <n>', 'at most so many lines a second', whole)
        .option('--no-link', 'leave the links pending: the workers take them up')
        .option('--json', 'print the result as JSON')
        .addHelpText(
          'after',
          '\nExamples:\n  trellis backfill apply plan.jsonl\n  trellis backfill apply plan.jsonl --limit 100 --no-link',
        )
        .action((file: string, options: Json & { limit?: number; rate?: number; link: boolean }) =>
          withApplication((app, { LINK_CONCURRENCY }) =>
            apply(app, file, { ...options, concurrency: LINK_CONCURRENCY }),
          ),
        ),
    )
    .addCommand(
      new Command('verify')
        .description('say line by line what holds')
        .argument('<plan>')
        .option('--json', 'print the result as JSON')
        .addHelpText('after', '\nExample:\n  trellis backfill verify plan.jsonl')
        .action((file: string, { json }: Json) => withApplication((app) => verify(app, file, json))),
    )
    .addCommand(
      new Command('revert')
        .description('restore what a plan has changed, photos included, unless they were posted')
        .argument('<plan>')
        .option('--json', 'print the result as JSON')
        .addHelpText('after', '\nExample:\n  trellis backfill revert plan.jsonl')
        .action((file: string, { json }: Json) => withApplication((app) => revert(app, file, json))),
    );

async function plan(
  app: INestApplicationContext,
  { rules, out, json }: Json & { rules?: string; out: string },
): Promise<void> {
  const backfill = app.get(BackfillFacade);
  const read = await readRules(rules);
  const interruption = new Interruption();
  const progress = new Progress('Looking at runs', await backfill.countRuns());
  const onRuns = (count: number) => {
    progress.step(count);
    if (interruption.requested) throw interrupted();
  };
  try {
    const changes = await writePlan(out, backfill.plan(read, onRuns));
    const lines = Object.entries(changes).map(([change, count]) => `${count} ${change}`);
    printResult(json, { plan: out, changes }, [lines.join(', ') || 'nothing to change']);
  } finally {
    progress.end();
    interruption.end();
  }
}

const interrupted = () =>
  new DomainError('internal', 'unavailable', 'Stopped: no plan was written. The same command begins anew.');

async function apply(
  app: INestApplicationContext,
  file: string,
  { json, ...options }: Json & { limit?: number; rate?: number; link: boolean; concurrency: number },
): Promise<void> {
  const interruption = new Interruption();
  const goOn = `\`trellis backfill apply ${file}\` goes on with what is left.`;
  await goingOn(goOn, () =>
    printItems(json, FAULTS, async (print) => {
      const parts = { backfill: app.get(BackfillFacade), clustering: app.get(ClusteringFacade), interruption, print };
      const outcome = await new PlanApplication(parts, options).run(file);
      const { applied, linked, settled, skipped, faults } = outcome;
      if (faults > 0) process.exitCode = FINDINGS;
      const rest = { applied, linked, settled, skipped, stopped: interruption.requested };
      const links = `${linked} linked${settled > 0 ? `, ${settled} without a winner` : ''}`;
      return { rest, summary: `${applied} applied, ${links}, ${skipped} done before, ${faults} left alone` };
    }),
  );
  interruption.end();
  tellStopped(interruption, goOn);
}

async function verify(app: INestApplicationContext, file: string, json: boolean | undefined): Promise<void> {
  const interruption = new Interruption();
  const size = ({ length }: BackfillLine[]) => length;
  const what = { what: 'Verifying', total: await countLines(file), interruption, size };
  const goOn = `\`trellis backfill verify ${file}\` begins anew.`;
  await goingOn(goOn, () =>
    printItems(json, VERDICTS, async (print) => {
      const counts = { holding: 0, failing: 0 };
      for await (const batch of watched(readPlan(file, 1_000, everyLine), what)) {
        const faults = new Map((await app.get(BackfillFacade).faults(batch)).map((fault) => [fault.line, fault.why]));
        for (const { line, change, id } of batch)
          print({ line, change, id, holds: !faults.has(line), why: faults.get(line) ?? null });
        counts.failing += faults.size;
        counts.holding += batch.length - faults.size;
      }
      if (counts.failing > 0) process.exitCode = FINDINGS;
      const summary = `${counts.holding} of ${counts.holding + counts.failing} lines hold`;
      return { rest: { ...counts, stopped: interruption.requested }, summary };
    }),
  );
  interruption.end();
  tellStopped(interruption, goOn);
}

async function revert(app: INestApplicationContext, file: string, json: boolean | undefined): Promise<void> {
  const backfill = app.get(BackfillFacade);
  const interruption = new Interruption();
  const id = await planOf(file);
  const what = { what: 'Reverting', total: id ? await backfill.countCarriedOut(id) : 0, interruption };
  const goOn = `\`trellis backfill revert ${file}\` goes on with what is left.`;
  await goingOn(goOn, () =>
    printItems(json, FAULTS, async (print) => {
      const counts = { reverted: 0, faults: 0 };
      for await (const line of watched(id ? backfill.carriedOut(id) : [], what)) {
        const { fault, reverted } = await backfill.revert(line, 'cli');
        if (fault) print(fault);
        if (fault) counts.faults += 1;
        if (reverted) counts.reverted += 1;
      }
      if (counts.faults > 0) process.exitCode = FINDINGS;
      const rest = { reverted: counts.reverted, stopped: interruption.requested };
      return { rest, summary: `${counts.reverted} reverted, ${counts.faults} left alone` };
    }),
  );
  interruption.end();
  tellStopped(interruption, goOn);
}

const FAULTS = {
  name: 'faults',
  lineOf: ({ line, change, id, why }: BackfillFault) => `line ${line}  ${change}  ${id}  ${why}`,
};

interface Verdict extends Omit<BackfillFault, 'why'> {
  holds: boolean;
  why: string | null;
}

const VERDICTS = {
  name: 'lines',
  lineOf: ({ line, change, id, why }: Verdict) => `line ${line}  ${change}  ${id}  ${why ?? 'holds'}`,
};
