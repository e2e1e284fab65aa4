import type { EntityManager } from 'typeorm';

/** How many open jobs there are for a step, or for a parent in it. */
export interface OpenJobs {
  stepId: string;
  parentId: string | null;
  open: number;
}

export interface Parent {
  id: string;
  elo: number;
}

/** What a run could have made next. `approval`: of a step that has candidates. */
export type NextGeneration =
  | { kind: 'base'; stepId: string }
  | { kind: 'child'; stepId: string; parents: Parent[] }
  | { kind: 'none'; waitingFor: 'approval' | 'complete' };

interface Step {
  id: string;
  approved: boolean;
  topK: number | null;
  active: number;
}

const STEPS = `
  select s.id, g.approved_at is not null as approved, g.top_k as "topK", coalesce(t.active, 0) as active
  from pipeline_runs r join pipeline_steps s on s.pipeline_id = r.pipeline_id
  left join pipeline_run_steps g on g.run_id = r.id and g.step_id = s.id
  left join step_tallies t on t.run_id = r.id and t.step_id = s.id
  where r.id = $1 order by s.position`;

/** After so many failures in a row a parent gets no more children. */
export const MOST_FAILURES = 3;

/** $1 run, $2 step of the parents, $3 step of the children, $4 K, $5 N, $6 parents with open jobs, $7 how many each. */
const PARENTS = `
  select c.id, c.elo_score as elo from (
    select id, elo_score, failure_count from image_candidates
    where run_id = $1 and step_id = $2 and status = 'active'
    order by elo_score desc, vote_count desc, id limit $4) c
  left join unnest($6::uuid[], $7::int[]) as o (parent, open) on o.parent = c.id
  where c.failure_count < ${MOST_FAILURES} and coalesce(o.open, 0) + (
    select count(*) from image_candidates k
    where k.parent_id = c.id and k.step_id = $3 and k.status = 'active') < $5
  order by c.id`;

export interface WantedGeneration {
  runId: string;
  /** Children of a parent, and candidates of the base step. */
  most: number;
  open: readonly OpenJobs[];
  /** Nothing is made of the base step now. */
  isBasePaused?: boolean;
}

/** Of a locked run. The base step first; then in step order. */
export async function nextGeneration(
  manager: EntityManager,
  { runId, most, open, isBasePaused }: WantedGeneration,
): Promise<NextGeneration> {
  const steps = await manager.query<Step[]>(STEPS, [runId]);
  const [base] = steps;
  if (base && !isBasePaused && base.active + openOf(open, base.id) < most) return { kind: 'base', stepId: base.id };
  for (const [i, step] of steps.entries()) {
    const child = steps[i + 1];
    if (!child || !step.approved || step.active === 0) continue;
    const jobs = open.filter(({ stepId, parentId }) => stepId === child.id && parentId !== null);
    const [ids, counts] = [jobs.map(({ parentId }) => parentId), jobs.map((job) => job.open)];
    const limits = [step.id, child.id, step.topK, most];
    const parents = await manager.query<Parent[]>(PARENTS, [runId, ...limits, ids, counts]);
    if (parents.length > 0) return { kind: 'child', stepId: child.id, parents };
  }
  const waits = steps.slice(0, -1).some(({ approved, active }) => !approved && active > 0);
  return { kind: 'none', waitingFor: waits ? 'approval' : 'complete' };
}

const openOf = (open: readonly OpenJobs[], stepId: string): number =>
  open.filter((jobs) => jobs.stepId === stepId).reduce((sum, jobs) => sum + jobs.open, 0);
