import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { FIRST_ID, keysetPages } from '@trellis/database';
import { newId } from '@trellis/kernel';
import type { BackfillLine, SettledLink } from './backfill-plan.ts';
import { matcherOf, type BackfillRule, type MatchableRun } from './backfill-rule.ts';
import { targetsOf, type RuleTarget } from './rule-targets.ts';
import { changesOf, type PlannedRun } from './run-changes.ts';

const PAGE = 500;

const RUNS = `
  select r.id, r.name, r.prompt, r.target_folder as "targetFolder", r.status, r.legacy_id as "legacyId", r.created_at as "createdAt",
    r.persona_id as "personaId", r.cluster_id as "clusterId", r.updated_at as "updatedAt",
    json_build_object('prompt', r.variables->'prompt', 'run_name', r.variables->'run_name') as takeable,
    (select id from image_candidates where run_id = r.id and is_winner) as "winnerId", coalesce(l.state, 'none') as link, l.reason
  from pipeline_runs r left join cluster_links l on l.run_id = r.id
  where r.id > $1 order by r.id limit ${PAGE}`;

interface Run extends MatchableRun, PlannedRun {
  winnerId: string | null;
  /** The state of its link. */
  link: string;
  reason: string | null;
  updatedAt: Date;
}
type Unnumbered<L> = L extends BackfillLine ? Omit<L, 'line' | 'plan'> : never;

/** Says what would be changed, and changes nothing. Reads the runs in pages: a hundred thousand take no more memory than two. */
@Injectable()
export class PlanBackfillService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** How many runs a plan looks at. */
  async countRuns(): Promise<number> {
    const [{ count }] = await this.dataSource.query<[{ count: number }]>(
      'select count(*)::int as count from pipeline_runs',
    );
    return count;
  }

  /** The lines of a new plan, page by page. @param onRuns told how many runs were looked at. @throws DomainError for names that do not exist */
  async *plan(rules: readonly BackfillRule[], onRuns: (count: number) => void): AsyncIterable<BackfillLine[]> {
    const targets = await targetsOf(this.dataSource, rules);
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
          lines.push({ line: ++line, plan, ...change } as BackfillLine);
      }
      yield lines;
      onRuns(runs.length);
    }
  }

  private pages(): AsyncIterable<Run[]> {
    return ahead(keysetPages<Run>(PAGE, (last) => this.dataSource.query(RUNS, [last?.id ?? FIRST_ID])));
  }
}

/** While one page is looked at, the database is at the next. */
async function* ahead<T>(pages: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = pages[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const page = await next;
    if (page.done) return;
    next = iterator.next();
    // It is awaited above, unless nobody asks for it any more.
    next.catch(() => undefined);
    yield page.value;
  }
}

function* linesFor(
  run: Run,
  rule: BackfillRule,
  target: RuleTarget,
  created: Set<string>,
): Iterable<Unnumbered<BackfillLine>> {
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
