import { CommandLibrary, useCommandLibrary } from '../library.spec-support.ts';

describe('trellis doctor --fix beside concurrent work', () => {
  const library = useCommandLibrary();

  const tally = (runId: string) =>
    library.one('select votes_cast as votes, active_candidates as active from run_tallies where run_id = $1', [runId]);

  it('fixes violations, and neither locks nor changes other rows', async () => {
    const [broken, healthy] = [await library.aCompletedRun(), await library.aCompletedRun()];
    await library.sql.query('update run_tallies set active_candidates = 9 where run_id = $1', [broken.runId]);
    await library.sql.query('update clusters set runs_count = 40');
    await library.sql.query('begin');
    await library.sql.query('select 1 from pipeline_runs where id = $1 for no key update', [healthy.runId]);
    await library.sql.query('update run_tallies set votes_cast = votes_cast where run_id = $1', [healthy.runId]);
    const { stdout } = await library.run('doctor', '--fix');
    await library.sql.query('commit');
    expect(stdout).toContain('run_tallies (1), fixed');
    expect(await tally(broken.runId)).toEqual({ votes: 0, active: 1 });
    expect(await tally(healthy.runId)).toEqual({ votes: 0, active: 1 });
    expect(await library.one('select runs_count as runs from clusters')).toEqual({ runs: 2 });
  }, 30_000);

  it('does not fix a wrongly skipped link; its cure, trellis link, does', async () => {
    const { runId } = await library.aCompletedRun();
    await library.run('link');
    await library.sql.query('set session_replication_role = replica');
    await library.sql.query('delete from photo_objects; delete from photos');
    await library.sql.query(
      `update cluster_links set state = 'skipped', reason = 'no_cluster', photo_id = null where run_id = $1`,
      [runId],
    );
    await library.sql.query('set session_replication_role = origin');
    expect((await library.run('doctor')).stdout).toMatch(/link_skipped_wrongly \(1\)[^]*trellis link --run ID/);
    expect((await library.run('link', '--run', runId)).code).toBe(0);
    expect((await library.run('doctor')).stdout).not.toContain('link_skipped_wrongly');
  }, 30_000);

  it('finds nothing in a library without runs and folders', async () => {
    const fresh = new CommandLibrary();
    await fresh.prepare();
    fresh.env = { TRELLIS_DATA_DIR: `${fresh.dataDir}/fresh` };
    expect(await fresh.run('doctor')).toMatchObject({ code: 0, stdout: 'No findings.\n' });
    await fresh.stop();
  }, 30_000);
});
