import { Command } from 'commander';
import { type CommandHost, type PackCommand, type Resolve } from '@trellis/manifest';
import { BackfillFacade } from '../backfill.facade.ts';
import type { BackfillFault, BackfillLine } from '../backfill-plan.ts';
import { applyCommand, FAULTS, type Json } from './apply.command.ts';
import { countLines, everyLine, interrupted, planOf, readPlan, writePlan } from './plan-file.ts';
import { readRules } from './read-rules.ts';

/** Backfill of existing runs: planned first, applied exactly as planned, and reversible. */
export const backfillCommand: PackCommand = (host) =>
  new Command('backfill')
    .description('assign existing runs to clusters and link their winners: plan, apply, verify, revert')
    .addCommand(
      new Command('plan')
        .description('write a plan of the changes; change nothing')
        .option(
          '--rules <file>',
          'YAML, see docs/existing-runs.md; without rules, prompts and names are moved out of the variables, and runs with a cluster are linked',
        )
        .requiredOption('--out <plan>', 'the file to write, one line per change')
        .option('--json', 'print the summary as JSON')
        .addHelpText('after', '\nExample:\n  trellis backfill plan --rules rules.yaml --out plan.jsonl')
        .action((options: Json & { rules?: string; out: string }) =>
          host.withPacks((resolve) => plan(host, resolve, options)),
        ),
    )
    .addCommand(applyCommand(host, 'backfill'))
    .addCommand(
      new Command('verify')
        .description('check line by line whether the plan holds')
        .argument('<plan>')
        .option('--json', 'print the result as JSON')
        .addHelpText('after', '\nExample:\n  trellis backfill verify plan.jsonl')
        .action((file: string, { json }: Json) => host.withPacks((resolve) => verify(host, resolve, { file, json }))),
    )
    .addCommand(
      new Command('revert')
        .description(
          'revert a plan: restore the runs, and delete the clusters and the unposted photos that the plan created',
        )
        .argument('<plan>')
        .option('--json', 'print the result as JSON')
        .addHelpText('after', '\nExample:\n  trellis backfill revert plan.jsonl')
        .action((file: string, { json }: Json) => host.withPacks((resolve) => revert(host, resolve, { file, json }))),
    );

async function plan(
  host: CommandHost,
  resolve: Resolve,
  { rules, out, json }: Json & { rules?: string; out: string },
): Promise<void> {
  const backfill = resolve(BackfillFacade);
  const read = await readRules(rules);
  const interruption = host.interruption();
  const progress = host.progress('Examining runs', await backfill.countRuns());
  const onRuns = (count: number) => {
    progress.step(count);
    if (interruption.requested) throw interrupted();
  };
  try {
    const changes = await writePlan(out, backfill.plan(read, onRuns));
    const lines = Object.entries(changes).map(([change, count]) => `${count} ${change}`);
    host.printResult(json, { plan: out, changes }, [lines.join(', ') || 'nothing to change']);
  } finally {
    progress.end();
    interruption.end();
  }
}

async function verify(host: CommandHost, resolve: Resolve, { file, json }: Json & { file: string }): Promise<void> {
  const interruption = host.interruption();
  const size = ({ length }: BackfillLine[]) => length;
  const what = { what: 'Verifying', total: await countLines(file), interruption, size };
  const advice = `Run \`trellis backfill verify ${file}\` again to start over.`;
  await host.withAdvice(advice, () =>
    host.printItems(json, VERDICTS, async (print) => {
      const counts = { holding: 0, failing: 0 };
      for await (const batch of host.watched(readPlan(file, 1_000, everyLine), what)) {
        const faults = new Map((await resolve(BackfillFacade).faults(batch)).map((fault) => [fault.line, fault.why]));
        for (const { line, change, id } of batch)
          print({ line, change, id, holds: !faults.has(line), why: faults.get(line) ?? null });
        counts.failing += faults.size;
        counts.holding += batch.length - faults.size;
      }
      if (counts.failing > 0) host.failures();
      const summary = `${counts.holding} of ${counts.holding + counts.failing} lines hold`;
      return { rest: { ...counts, stopped: interruption.requested }, summary };
    }),
  );
  interruption.end();
  host.reportStopped(interruption, advice);
}

async function revert(host: CommandHost, resolve: Resolve, { file, json }: Json & { file: string }): Promise<void> {
  const backfill = resolve(BackfillFacade);
  const interruption = host.interruption();
  const id = await planOf(file);
  const what = { what: 'Reverting', total: id ? await backfill.countApplied(id) : 0, interruption };
  const advice = `\`trellis backfill revert ${file}\` continues with the rest.`;
  await host.withAdvice(advice, () =>
    host.printItems(json, FAULTS, async (print) => {
      const counts = { reverted: 0, faults: 0 };
      for await (const line of host.watched(id ? backfill.appliedLines(id) : [], what)) {
        const { fault, reverted } = await backfill.revert(line, 'cli');
        if (fault) print(fault);
        if (fault) counts.faults += 1;
        if (reverted) counts.reverted += 1;
      }
      if (counts.faults > 0) host.failures();
      const rest = { reverted: counts.reverted, stopped: interruption.requested };
      return { rest, summary: `${counts.reverted} reverted, ${counts.faults} skipped` };
    }),
  );
  interruption.end();
  host.reportStopped(interruption, advice);
}

interface Verdict extends Omit<BackfillFault, 'why'> {
  holds: boolean;
  why: string | null;
}

const VERDICTS = {
  name: 'lines',
  lineOf: ({ line, change, id, why }: Verdict) => `line ${line}  ${change}  ${id}  ${why ?? 'holds'}`,
};
