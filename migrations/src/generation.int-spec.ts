import { expectRefused, useAttackedDatabase } from './attacked-database.spec-support.ts';
import { attempt, attacks, generation, move } from './generation-attacks.spec-support.ts';
import { id, library } from './invariants.spec-support.ts';

const STATES = [
  ...['sending', 'unsure', 'accepted', 'running', 'cancelling', 'collecting', 'succeeded', 'refused', 'unsent', 'lost'],
  ...['failed', 'interrupted', 'cancelled', 'timed_out'],
];
const ENDED = STATES.slice(6);

describe('the database refuses of generation', () => {
  const used = useAttackedDatabase(library, generation);
  const value = async (sql: string) => (await used.client.query<{ value: unknown }>(sql)).rows[0]?.value;
  const within = async <T>(work: () => Promise<T>): Promise<T> => {
    await used.client.query('begin');
    return work().finally(() => used.client.query('rollback'));
  };

  afterEach(() => used.client.query('rollback'));

  it.each(attacks)('%s', (_what, statement, constraint) => expectRefused(used.client, statement, constraint));

  it('a sixth attempt that a server took; refusals are not counted', () =>
    within(async () => {
      const { client } = used;
      for (let n = 0; n < 7; n += 1) {
        await client.query(attempt(500 + n, 413, { server: 402 }));
        const end = n < 2 ? `state = 'refused', error_type = 'x'` : `state = 'unsure'`;
        await client.query(move(500 + n, n < 2 ? `${end}, ended_at = now()` : end));
        if (n >= 2) await client.query(move(500 + n, `state = 'lost', ended_at = now()`));
      }
      await expect(client.query(attempt(510, 413, { server: 402 }))).rejects.toMatchObject({
        constraint: 'ck_generation_attempts_most',
      });
    }));

  it('every way out of an end but two: a picture that came after all', () =>
    within(async () => {
      const { client } = used;
      // The job stays done: what is deferred has nothing to say, and would keep the table from being altered.
      await client.query('set constraints all immediate');
      await client.query('alter table generation_attempts disable trigger tr_generation_attempts_guard');
      const left: string[] = [];
      for (const from of ENDED) {
        await client.query(move(422, `state = '${from}', error_type = 'x'`));
        for (const to of STATES.filter((state) => state !== from)) {
          await client.query('savepoint attack');
          await client.query('alter table generation_attempts enable trigger tr_generation_attempts_guard');
          const isEnd = ENDED.includes(to);
          const columns = `state = '${to}', ended_at = ${isEnd ? 'now()' : 'null'}, images = '[]', server_id = server_id`;
          const done = await client.query(move(422, columns)).then(
            () => true,
            ({ constraint }: { constraint: string }) => {
              expect(constraint).toBe('ck_generation_attempts_transition');
              return false;
            },
          );
          if (done) left.push(`${from} → ${to}`);
          await client.query('rollback to attack');
        }
      }
      expect(left).toEqual(['lost → succeeded', 'timed_out → succeeded']);
    }));

  it('nothing of a deleted run: its jobs, attempts and outputs go with it', () =>
    within(async () => {
      await used.client.query(`delete from pipeline_runs where id = '${id(52)}'; set constraints all immediate`);
      const left = `select (select count(*) from generation_jobs) + (select count(*) from generation_attempts)
        + (select count(*) from generation_outputs) + (select count(*) from run_generations) as value`;
      expect(await value(left)).toBe('0');
    }));

  it('nothing of a server on which nothing is made: its attempts keep its name', () =>
    within(async () => {
      await used.client.query(`delete from comfy_servers where id = '${id(402)}'`);
      expect(await value(`select server_name as value from generation_attempts where id = '${id(422)}'`)).toBe('a');
    }));
});

describe('a run that needed nothing is looked at again', () => {
  const used = useAttackedDatabase(library, generation);
  const RUN = `'${id(52)}'`;

  beforeEach(() => used.client.query(`update run_generations set idle = true`));

  it.each([
    [
      'a candidate comes',
      `insert into image_candidates (id, run_id, step_id, image_path) values ('${id(91)}', ${RUN}, '${id(41)}', '/z.png')`,
    ],
    ['a candidate is rejected', `update image_candidates set status = 'rejected' where id = '${id(65)}'`],
    ['a vote moves a score', `update image_candidates set elo_score = 1016 where id = '${id(63)}'`],
    [
      'a step is approved',
      `insert into pipeline_run_steps (run_id, step_id, approved_at) values (${RUN}, '${id(41)}', now())`,
    ],
    ['a step changes', `update pipeline_steps set position = 5 where id = '${id(43)}'`],
    ['the run is closed', `update pipeline_runs set status = 'failed', failure_reason = 'x' where id = ${RUN}`],
    [
      'a job ends',
      `update generation_jobs set state = 'cancelled', reason = 'by_person', ended_at = now() where id = '${id(413)}'`,
    ],
  ])('when %s', async (_what, change) => {
    await used.client.query(change);
    expect((await used.client.query('select idle from run_generations')).rows).toEqual([{ idle: false }]);
  });

  it.each([
    ['a path is corrected', `update image_candidates set image_path = '/y.png' where id = '${id(63)}'`],
    ['a run of another pipeline changes', `update pipeline_steps set position = 5 where id = '${id(42)}'`],
  ])('and not when %s', async (_what, change) => {
    await used.client.query(change);
    expect((await used.client.query('select idle from run_generations')).rows).toEqual([{ idle: true }]);
  });

  it('and its block ends with a change of the step, and the refusals of servers with it', async () => {
    const { client } = used;
    const block = `update run_generations set state = 'blocked', blocked_step = '${id(43)}', blocked_reason = 'refused',
      blocked_at = now(), base_failures = 3`;
    await client.query(block);
    await client.query(`insert into step_server_refusals values (${RUN}, '${id(43)}', '${id(401)}', 'x')`);
    await client.query(`update pipeline_steps set name = 'Renamed' where id = '${id(43)}'`);
    const state =
      'select state, base_failures as failures, (select count(*)::int from step_server_refusals) as refusals from run_generations';
    expect((await client.query(state)).rows).toEqual([{ state: 'blocked', failures: 3, refusals: 1 }]);
    await client.query(`update pipeline_steps set workflow_template = '{"1": {}}' where id = '${id(43)}'`);
    expect((await client.query(state)).rows).toEqual([{ state: 'on', failures: 0, refusals: 0 }]);
  });
});
