import { array, assert, asyncProperty, boolean, constantFrom, integer, record } from 'fast-check';
import { newId } from '@trellis/kernel';
import { stillLife, useGeneration } from '../generating.spec-support.ts';
import { SchedulerService } from './scheduler.service.ts';

interface Candidate {
  id: string;
  step: number;
  parent: string | null;
  active: boolean;
  elo: number;
  failures: number;
}

const tree = record({
  most: integer({ min: 1, max: 3 }),
  steps: integer({ min: 1, max: 4 }),
  gates: array(constantFrom(undefined, null, 1, 2), { minLength: 4, maxLength: 4 }),
  nodes: array(
    record({
      parent: integer({ min: 0, max: 5 }),
      active: boolean(),
      elo: integer({ min: 900, max: 1_100 }),
      failures: integer({ min: 0, max: 3 }),
    }),
    { maxLength: 10 },
  ),
});
interface Tree {
  most: number;
  steps: number;
  /** Of each step: not approved, without a K, or with one. */
  gates: readonly (number | null | undefined)[];
  nodes: readonly { parent: number; active: boolean; elo: number; failures: number }[];
}

/** Each is a child of an earlier one, in the next step, or one of the base step. */
function candidatesOf({ steps, nodes }: Pick<Tree, 'steps' | 'nodes'>): Candidate[] {
  const made: Candidate[] = [];
  for (const { parent, active, elo, failures } of nodes) {
    const above = made[parent];
    const isChild = above !== undefined && above.step + 1 < steps && above.active;
    made.push({
      ...{ id: newId(), step: isChild ? above.step + 1 : 0, parent: isChild ? above.id : null },
      ...{ active, elo, failures },
    });
  }
  return made;
}

describe('what a free server makes next', () => {
  const use = useGeneration();
  const scheduler = () => use.pack.module.get(SchedulerService);

  const stored = async ({ most, steps, gates, nodes }: Tree) => {
    const run = await use.run(most, ...Array<string>(steps).fill(stillLife()));
    const candidates = candidatesOf({ steps, nodes });
    for (const { id, step, parent, active, elo, failures } of candidates) {
      await use.sql(
        `insert into image_candidates (id, run_id, step_id, parent_id, image_path, elo_score, failure_count)
         values ($1, $2, $3, $4, '/x', $5, $6)`,
        [id, run.id, run.steps[step], parent, elo, failures],
      );
      if (!active) await use.sql(`update image_candidates set status = 'rejected' where id = $1`, [id]);
    }
    for (const [step, topK] of gates.slice(0, steps).entries())
      if (topK !== undefined)
        await use.sql(
          'insert into pipeline_run_steps (run_id, step_id, approved_at, top_k) values ($1, $2, now(), $3)',
          [...[run.id, run.steps[step], topK]],
        );
    return { run, candidates };
  };

  /** On a server of its own, so that it never waits for one. */
  const claim = async () => {
    const server = newId();
    await use.sql(`insert into comfy_servers (id, name, base_url) values ($1, $2, $3)`, [
      ...[server, `server ${server}`, `http://${server}`],
    ]);
    return scheduler().claim({ id: server, baseUrl: `http://${server}` });
  };

  /** What the rules of the gates and N allow, counted plainly. Keys are steps and parents. */
  const allowed = (run: { steps: string[] }, candidates: readonly Candidate[], { most, steps, gates }: Tree) => {
    const room = new Map<string, number>();
    const active = (step: number, parent?: string) =>
      candidates.filter((one) => one.active && one.step === step && (parent === undefined || one.parent === parent))
        .length;
    room.set(`${run.steps[0]} null`, Math.max(0, most - active(0)));
    for (let step = 1; step < steps; step += 1) {
      const topK = gates[step - 1];
      if (topK === undefined) continue;
      const best = candidates
        .filter((one) => one.active && one.step === step - 1)
        .sort((a, b) => b.elo - a.elo || (a.id < b.id ? -1 : 1))
        .slice(0, topK ?? Infinity);
      for (const { id, failures } of best)
        if (failures < 3) room.set(`${run.steps[step]} ${id}`, Math.max(0, most - active(step, id)));
    }
    return room;
  };

  it('is never more than N, never of a parent outside of the best K, and at last everything that is allowed', async () => {
    const property = asyncProperty(tree, async (given) => {
      await use.sql('delete from pipeline_runs');
      const { run, candidates } = await stored(given);
      const room = allowed(run, candidates, given);
      for (let job = await claim(); job; job = await claim()) {
        const key = `${job.stepId} ${job.parentId}`;
        const left = room.get(key) ?? 0;
        expect([key, left]).not.toEqual([key, 0]);
        room.set(key, left - 1);
      }
      expect([...room.values()].filter((left) => left > 0)).toEqual([]);
    });
    await assert(property, { numRuns: 60 });
  }, 120_000);

  it('is of every run that has work, within as many turns as there are runs', async () => {
    const property = asyncProperty(
      array(integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 }),
      async (wants) => {
        await use.sql('delete from pipeline_runs');
        const runs: { id: string; left: number }[] = [];
        for (const left of wants) {
          const { id } = await use.run(Math.max(left, 1));
          if (left === 0) await use.sql(`update run_generations set state = 'paused' where run_id = $1`, [id]);
          runs.push({ id, left });
        }
        const waited = new Map(runs.map(({ id }) => [id, 0]));
        for (let job = await claim(); job; job = await claim()) {
          for (const run of runs.filter(({ left }) => left > 0)) waited.set(run.id, (waited.get(run.id) ?? 0) + 1);
          const served = runs.find(({ id }) => id === job?.runId);
          if (served) served.left -= 1;
          expect(waited.get(job.runId)).toBeLessThanOrEqual(runs.length);
          waited.set(job.runId, 0);
        }
        expect(runs.map(({ left }) => left)).toEqual(runs.map(() => 0));
      },
    );
    await assert(property, { numRuns: 25 });
  }, 120_000);

  it('is one job for each server when many ask at once, and never more than N', async () => {
    const run = await use.run(3);
    const jobs = await Promise.all(Array.from({ length: 12 }, () => claim()));
    // Those that found the run locked were answered with nothing, and ask again.
    for (let job = await claim(); job; job = await claim()) jobs.push(job);
    expect(jobs.filter(Boolean)).toHaveLength(3);
    expect(await use.jobs(run.id)).toHaveLength(3);
  });

  it('is nothing of a run that is closed, paused or blocked', async () => {
    const [closed, paused, blocked] = [await use.run(1), await use.run(1), await use.run(1)];
    await use.sql(`update pipeline_runs set status = 'failed', failure_reason = 'x' where id = $1`, [closed.id]);
    await use.sql(`update run_generations set state = 'paused' where run_id = $1`, [paused.id]);
    await use.sql(
      `update run_generations set state = 'blocked', blocked_reason = 'x', blocked_at = now() where run_id = $1`,
      [blocked.id],
    );
    expect(await claim()).toBeUndefined();
    await use.sql(`update pipeline_runs set status = 'pending', failure_reason = null where id = $1`, [closed.id]);
    expect(await claim()).toMatchObject({ runId: closed.id });
  });
});
