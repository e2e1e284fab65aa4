import { isUUID } from 'class-validator';
import { Command } from 'commander';
import { DomainError } from '@trellis/kernel';
import { UsageError, type CommandHost, type PackCommand, type Resolve } from '@trellis/manifest';
import { RECIPE } from './recipe.ts';
import { RenderManyService, type Rendered } from './render-many.service.ts';

interface Options {
  recipe?: string;
  photo?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** Makes renditions, in this process. */
export const renditionsCommand: PackCommand = (host) =>
  new Command('renditions')
    .description('make the renditions of the photos that have none of this release')
    .option('--recipe <n>', `the recipe that the photos shall have: ${RECIPE}`)
    .option('--photo <id>', 'only this photo, also when it has its renditions')
    .option('--dry-run', 'print the number of photos; change nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  trellis renditions --dry-run\n  trellis renditions\n  trellis renditions --photo 01890a5d-…',
    )
    .action((options: Options) => host.withPacks((resolve) => renderMany(host, resolve, options)));

async function renderMany(
  host: CommandHost,
  resolve: Resolve,
  { recipe, photo, dryRun, json }: Options,
): Promise<void> {
  if (photo !== undefined && !isUUID(photo)) throw new UsageError('--photo must be the id of a photo.');
  if (recipe !== undefined && recipe !== String(RECIPE))
    throw new UsageError(`--recipe must be ${RECIPE}: this release has no other.`);
  const many = resolve(RenderManyService);
  const interruption = host.interruption();
  const total = photo ? 1 : await many.count();
  if (dryRun) {
    interruption.end();
    return host.printResult(json, { wouldRender: total }, [`${total} photos would be rendered`]);
  }
  const advice = '`trellis renditions` continues with the rest.';
  await host.withAdvice(advice, () =>
    host.printItems(json, UNREADY, async (print) => {
      const states: Record<string, number> = {};
      const photos = photo ? [photo] : many.outdated();
      for await (const id of host.watched(photos, { what: 'Making renditions', total, interruption })) {
        const rendered = await renderOne(many, id, photo !== undefined);
        if (!rendered) continue;
        states[rendered.state] = (states[rendered.state] ?? 0) + 1;
        if (rendered.state !== 'ready') print(rendered);
        if (rendered.error) host.failures();
      }
      const summary = Object.entries(states).map(([state, count]) => `${count} ${state}`);
      return { rest: { states, stopped: interruption.requested }, summary: summary.join(', ') || 'nothing to render' };
    }),
  );
  interruption.end();
  host.reportStopped(interruption, advice);
}

/** Undefined for a photo that was deleted, or that a post has come to hold, since it was selected. */
async function renderOne(many: RenderManyService, id: string, alone: boolean): Promise<Rendered | undefined> {
  try {
    return await many.render(id);
  } catch (error) {
    if (alone || !(error instanceof DomainError)) throw error;
    return undefined;
  }
}

const UNREADY = {
  name: 'unready',
  lineOf: ({ photoId, state, reasons, error }: Rendered) =>
    `photo ${photoId}  ${state}  ${error ?? reasons.join(', ')}`,
};
