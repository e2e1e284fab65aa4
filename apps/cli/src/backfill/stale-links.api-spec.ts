import { useBackfill } from './backfill.spec-support.ts';

interface Reverted {
  reverted: number;
  faults: { change: string; why: string }[];
}

const CHANGED = 'it was changed later';
const STALE = 'it has changed since the plan was written';

describe('trellis backfill with concurrent changes of links', () => {
  const backfill = useBackfill();
  const { library } = backfill;

  const photos = `select count(*)::int as n from photos`;
  const reverted = async () => {
    const { code, result } = await library.json<Reverted>('backfill', 'revert', backfill.plan);
    return { code, reverted: result.reverted, faults: result.faults.map(({ change, why }) => `${change}: ${why}`) };
  };
  const elsewhere = (runId: string) =>
    library.sql.query(
      `with other as (insert into clusters (id, persona_id, name) select gen_random_uuid(), id, 'Other' from personas returning id, persona_id)
       update pipeline_runs set cluster_id = other.id from other where pipeline_runs.id = $1`,
      [runId],
    );
  /** Chooses another winner, as a person does. */
  const anotherWinner = async (runId: string) => {
    await library.sql.query('update image_candidates set is_winner = false, winner_at = null where run_id = $1', [
      runId,
    ]);
    await library.sql.query(
      `insert into image_candidates (id, run_id, step_id, image_path, content_type, byte_size, sha256, width, height, is_winner, winner_at)
       select gen_random_uuid(), run_id, step_id, image_path, content_type, byte_size, sha256, width, height, true, now()
       from image_candidates where run_id = $1 limit 1`,
      [runId],
    );
  };

  it('accepts a link that a worker made, and keeps its photo after a revert', async () => {
    await library.aCompletedRun();
    await library.json('backfill', 'plan', '--out', backfill.plan);
    await library.run('link');
    expect(await backfill.apply()).toMatchObject({ code: 0, result: { linked: 0, skipped: 1, faults: [] } });
    expect(await library.json('backfill', 'verify', backfill.plan)).toMatchObject({ code: 0 });
    expect(await reverted()).toEqual({ code: 0, reverted: 0, faults: [] });
    expect(await library.one(photos)).toEqual({ n: 1 });
  }, 60_000);

  it('does not link a run that moved to another cluster', async () => {
    const [runId] = (await library.existingRuns(1)) as [string];
    await backfill.planned();
    await elsewhere(runId);
    const { code, result } = await backfill.apply();
    expect([code, result.linked, result.faults.map(({ why }) => why)]).toEqual([1, 0, [STALE, STALE]]);
    expect(await library.one(photos)).toEqual({ n: 0 });
  }, 60_000);

  it('does not link a winner that was chosen later, and reports it', async () => {
    const [runId] = (await library.existingRuns(1)) as [string];
    await backfill.planned();
    await anotherWinner(runId);
    const { code, result } = await backfill.apply();
    expect([code, result.applied, result.linked, result.faults.map(({ why }) => why)]).toEqual([1, 2, 0, [STALE]]);
  }, 60_000);

  it('keeps the photo of a winner that was chosen after the plan was applied', async () => {
    const [runId] = (await library.existingRuns(1)) as [string];
    await backfill.planned();
    await backfill.apply();
    await anotherWinner(runId);
    await library.run('link');
    const before = await library.one<{ id: string }>('select id from photos');
    expect(await reverted()).toEqual({
      code: 1,
      reverted: 0,
      faults: [
        `run.link: ${CHANGED}`,
        'run.update: its link was not reverted',
        'cluster.create: it has runs or photos',
      ],
    });
    expect(await library.one('select id from photos')).toEqual(before);
  }, 60_000);

  it('keeps a cluster that was changed, and audits what it deletes', async () => {
    await library.existingRuns(1);
    await backfill.planned();
    await backfill.apply();
    await library.sql.query(`update clusters set ai_prompt = 'mine' where name = 'Brought along'`);
    expect(await reverted()).toEqual({ code: 1, reverted: 2, faults: [`cluster.create: ${CHANGED}`] });
    await library.sql.query(`update clusters set ai_prompt = null where name = 'Brought along'`);
    expect(await reverted()).toEqual({ code: 0, reverted: 1, faults: [] });
    const actions = `select array_agg(action order by at, id) as actions from audit_log where subject_type <> 'photo'`;
    expect(await library.one(actions)).toEqual({
      actions: [
        'cluster.created',
        'run.cluster_changed',
        'link.linked',
        'link.reverted',
        'run.cluster_changed',
        'cluster.deleted',
      ],
    });
  }, 60_000);

  it('restores a link to its state before the plan', async () => {
    const [runId] = (await library.existingRuns(1)) as [string];
    await library.run('link');
    const link = 'select state, reason, cluster_id, photo_id from cluster_links where run_id = $1';
    const before = await library.one(link, [runId]);
    expect(before).toMatchObject({ state: 'skipped', reason: 'no_cluster' });
    await backfill.planned();
    expect(await backfill.apply()).toMatchObject({ code: 0, result: { linked: 1 } });
    expect(await reverted()).toEqual({ code: 0, reverted: 3, faults: [] });
    expect(await library.one(link, [runId])).toEqual(before);
  }, 60_000);

  it('is not applied again after a revert', async () => {
    await library.existingRuns(1);
    await backfill.planned();
    await backfill.apply();
    await reverted();
    expect(await library.run('backfill', 'apply', backfill.plan)).toMatchObject({
      code: 2,
      stderr: 'This plan was reverted. Write a new plan.\n',
    });
  }, 60_000);

  it('deletes a photo whose line had begun when its process was killed', async () => {
    const { runId } = await library.aCompletedRun();
    await library.json('backfill', 'plan', '--out', backfill.plan);
    await backfill.apply();
    // As after a crash between the photo and its record.
    await library.sql.query(`update backfill_changes set after = after - 'photoId'`);
    expect(await reverted()).toEqual({ code: 0, reverted: 1, faults: [] });
    expect(await library.one(photos)).toEqual({ n: 0 });
    expect(await library.one('select state, photo_id from cluster_links where run_id = $1', [runId])).toEqual({
      state: 'pending',
      photo_id: null,
    });
  }, 60_000);
});
