import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

/** The cure that `trellis doctor` names, on a library without the constraint. */
describe('a run with two winners', () => {
  const app = useApp();

  it('is fixed by choosing one of them, and that one is linked', async () => {
    const { runId, candidateIds } = await aPreparedRun(app, await aLibrary(app), { candidates: 3 });
    await app.dataSource.query('drop index uq_image_candidates_winner');
    await app.dataSource.query('update image_candidates set is_winner = true, winner_at = now() where id = $1', [
      candidateIds[2],
    ]);
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: candidateIds[2] });
    const winners = await app.dataSource.query('select id from image_candidates where is_winner');
    expect(winners).toEqual([{ id: candidateIds[2] }]);
    await app.ok('post', `/runs/${runId}/completion`);
    expect(await app.settled(runId)).toMatchObject({ state: 'linked', candidateId: candidateIds[2] });
  });
});
