import { Command } from 'commander';
import { UsageError, type CommandHost, type PackCommand, type Resolve } from '@trellis/manifest';
import { applyCommand, type Json } from '../backfill/command/apply.command.ts';
import { countChanges, interrupted, writePlan } from '../backfill/command/plan-file.ts';
import { readYaml } from '../backfill/command/read-yaml.ts';
import type { BackfillLine } from '../backfill/backfill-plan.ts';
import { openSource } from '../backfill/pictures/picture-source.ts';
import type { PictureSource } from '../backfill/pictures/source-files.ts';
import type { PictureNote, PictureOrder } from './picture-plan.ts';
import type { PictureRule } from './picture-rule.ts';
import { PictureRulesFile } from './picture-rules-file.ts';
import { PlanPicturesService } from './plan-pictures.service.ts';

interface Order extends Json, PictureOrder {
  source: PictureSource;
  out: string | undefined;
}

interface Options extends Json {
  from?: string;
  persona?: string;
  cluster?: string;
  rules?: string;
  aiGenerated: boolean;
  dryRun?: boolean;
  out?: string;
}

const EXAMPLES = `
Examples:
  trellis import pictures --from ./pictures --persona "north quay" --cluster Coffee --dry-run
  trellis import pictures --from pictures.zip --persona "north quay" --rules rules.yaml --out plan.jsonl
  trellis import pictures apply plan.jsonl`;

/** Existing pictures become photos: planned first, applied exactly as planned, and reversible. */
export const picturesCommand: PackCommand = (host) =>
  new Command('import').description('import existing pictures, or the library of an earlier system').addCommand(
    new Command('pictures')
      .description('plan photos of the pictures in a folder or a ZIP file; change nothing')
      .option('--from <dir|zip>', 'the folder with its sub-folders, or the ZIP file')
      .option('--persona <persona>', 'the name or the id of the persona that gets the photos')
      .option('--cluster <name>', 'the cluster that gets the photos; it is created when it is missing')
      .option('--rules <file>', 'YAML: clusters and tags by path, see docs/existing-pictures.md')
      .option('--ai-generated', 'the pictures were made by a model, which their JPEGs will disclose', false)
      .option('--dry-run', 'only report what a plan would do')
      .option('--out <plan>', 'the plan to write, one line per change')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', EXAMPLES)
      .action(async (options: Options) => {
        const order = needed(options);
        const [rules, source] = [await rulesOf(options), await openSource(order.from)];
        await host.withPacks((resolve) => plan(host, resolve, { ...order, rules, source }));
      })
      .addCommand(applyCommand(host, 'import pictures')),
  );

async function plan(host: CommandHost, resolve: Resolve, { json, out, source, ...order }: Order): Promise<void> {
  const interruption = host.interruption();
  const { length: files } = await source.files();
  const progress = host.progress('Examining pictures', files);
  try {
    await host.printItems(json, NOTES, async (print) => {
      const counts = { refused: 0, exists: 0, passed_over: 0, similar: 0 };
      const note = (one: PictureNote) => {
        counts[one.outcome] += 1;
        print(one);
      };
      const lines = resolve(PlanPicturesService).plan(source, order, note);
      const pages = untilStopped(lines, () => {
        progress.step();
        if (interruption.requested) throw interrupted();
      });
      const changes = out === undefined ? await counted(pages) : await writePlan(out, pages);
      if (counts.refused > 0) host.failures();
      const rest = { plan: out ?? null, files, changes, ...counts };
      return { rest, summary: summaryOf(rest) };
    });
  } finally {
    progress.end();
    interruption.end();
    source.close();
  }
}

/** @throws UsageError that names what is missing, or too much */
function needed({ from, persona, dryRun, out, ...rest }: Options) {
  if (from === undefined) throw new UsageError('--from is needed: the folder or the ZIP file with the pictures.');
  if (persona === undefined) throw new UsageError('--persona is needed: the persona that gets the photos.');
  if ((out === undefined) === !dryRun) throw new UsageError('Use either --dry-run or --out <plan>.');
  return { ...rest, from, persona, out };
}

/** @throws UsageError */
async function rulesOf({ cluster, rules }: Options): Promise<readonly PictureRule[]> {
  if (cluster !== undefined && rules !== undefined) throw new UsageError('Use either --cluster or --rules.');
  if (rules !== undefined) return (await readYaml(rules, PictureRulesFile)).rules;
  const everything = { skip: false, clusterFromFolder: false, tags: [], tagsFromFolders: false };
  return [cluster === undefined ? everything : { ...everything, cluster: { name: cluster } }];
}

async function* untilStopped<T>(pages: AsyncIterable<T>, onPage: () => void): AsyncIterable<T> {
  for await (const page of pages) {
    onPage();
    yield page;
  }
}

async function counted(pages: AsyncIterable<BackfillLine[]>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const lines of pages) countChanges(counts, lines);
  return counts;
}

function summaryOf({ files, changes, refused, exists, passed_over: passedOver, plan: out }: Summary): string {
  const made = `${changes['photo.create'] ?? 0} of ${files} files become photos, in ${changes['cluster.create'] ?? 0} new clusters`;
  const left = `${exists} exist already, ${passedOver} passed over, ${refused} refused`;
  return `${made}; ${left}.${out === null ? ' Nothing was written.' : `\nNext: trellis import pictures apply ${out}`}`;
}

type Summary = Record<'refused' | 'exists' | 'passed_over' | 'files', number> & {
  changes: Record<string, number>;
  plan: string | null;
};

const NOTES = {
  name: 'notes',
  lineOf: ({ file, outcome, detail }: PictureNote) => `${file}  ${outcome.replace('_', ' ')}  ${detail}`,
};
