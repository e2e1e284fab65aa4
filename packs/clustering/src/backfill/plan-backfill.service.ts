import { Injectable } from '@nestjs/common';
import { Database, keysetPages } from '@trellis/database';
import { newId } from '@trellis/kernel';
import { PipelineFacade, type PlannableRun } from '@trellis/pipeline';
import type { BackfillLine, SettledLink, Unnumbered } from './backfill-plan.ts';
import { matcherOf, type BackfillRule } from './backfill-rule.ts';
import { RuleTargets, type RuleTarget } from './rule-targets.ts';
import { changesOf } from './run-changes.ts';

const PAGE = 500;

const LINKS = `select run_id as "runId", state, reason from cluster_links where run_id = any($1)`;

interface Run extends PlannableRun {
  /** The state of its link. */
  link: string;
  reason: string | null;
}

/**
 * Computes the changes of a plan and changes nothing. Reads runs in pages, so memory does not grow with their number.
 */
@Injectable()
export class PlanBackfillService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly targets: RuleTargets,
  ) {}

  /** The number of runs that a plan examines. */
  countRuns(): Promise<number> {
    return this.pipeline.countRuns();
  }

  /**
   * The lines of a new plan, page by page.
   * @param onRuns called with the number of examined runs
   * @throws UsageError for names that do not exist
   */
  async *plan(rules: readonly BackfillRule[], onRuns: (count: number) => void): AsyncIterable<BackfillLine[]> {
    const targets = await this.targets.of(rules);
    const tests = rules.map(({ match }) => matcherOf(match));
    const created = new Set<string>();
    const plan = newId();
    let line = 0;
    for await (const runs of this.pages()) {
      const lines: BackfillLine[] = [];
      for (const run of runs) {
        const i = tests.findIndex((test) => test(run));
        if (i === -1) continue;
        for (const change of linesFor(run, rules[i] as BackfillRule, targets[i] as RuleTarget, created))
          lines.push({ line: ++line, plan, ...change });
      }
      yield lines;
      onRuns(runs.length);
    }
  }

  private pages(): AsyncIterable<Run[]> {
    return ahead(keysetPages<Run>(PAGE, (last) => this.page(last?.id)));
  }

  private async page(after: string | undefined): Promise<Run[]> {
    const runs = await this.pipeline.pageForPlanning(after, PAGE);
    const rows = await this.database.query<{ runId: string; state: string; reason: string | null }[]>(LINKS, [
      runs.map(({ id }) => id),
    ]);
    const links = new Map(rows.map((row) => [row.runId, row]));
    return runs.map((run) => {
      const { state: link = 'none', reason = null } = links.get(run.id) ?? {};
      return { ...run, link, reason };
    });
  }
}

/** The database reads the next page while this one is examined. */
async function* ahead<T>(pages: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = pages[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const page = await next;
    if (page.done) return;
    next = iterator.next();
    // Awaited above, unless the caller stops reading.
    next.catch(() => undefined);
    yield page.value;
  }
}

function* linesFor(run: Run, rule: BackfillRule, target: RuleTarget, created: Set<string>): Iterable<Unnumbered> {
  const changes = changesOf(run, rule, target);
  const { cluster, personaId } = target;
  if (changes?.after.clusterId && cluster?.missing && personaId && !created.has(cluster.id)) {
    created.add(cluster.id);
    const after = { personaId, name: cluster.name, pillarId: cluster.pillarId };
    yield { change: 'cluster.create', id: cluster.id, before: null, after };
  }
  if (changes) yield { change: 'run.update', id: run.id, seenAt: run.updatedAt.toISOString(), ...changes };
  const clusterId = run.clusterId ?? changes?.after.clusterId;
  const unsettled = run.link === 'none' || run.link === 'pending' || changes?.after.clusterId !== undefined;
  if (rule.link && clusterId && run.status === 'completed' && unsettled && run.link !== 'linked')
    yield {
      change: 'run.link',
      id: run.id,
      before: { state: run.link, reason: run.reason },
      after: settledLink(clusterId, run.winnerId),
    };
}

const settledLink = (clusterId: string, candidateId: string | null): SettledLink =>
  candidateId === null
    ? { state: 'skipped', reason: 'no_winner', clusterId, candidateId }
    : { state: 'linked', clusterId, candidateId };
