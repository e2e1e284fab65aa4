import { aPng } from '@trellis/testing';
import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp, useEmptyRun, useLibrary } from '../support/use-app.spec-support.ts';

describe('bad input', () => {
  const app = useApp();
  const library = useLibrary(app);
  const run = useEmptyRun(app, library);

  describe('in references', () => {
    it.each([
      [
        'a parent of another run',
        async () => ({ parentId: (await aPreparedRun(app, library)).candidateIds[0] }),
        422,
        'candidate_not_found',
      ],
      ['a step of another pipeline', async () => ({ stepId: (await aLibrary(app)).stepId }), 422, 'step_not_found'],
    ])('%s', async (_what, fields, status, code) => {
      const imagePath = await app.file('good.png', await aPng());
      const answer = await app.call('post', `/runs/${run.runId}/candidates`, {
        stepId: library.stepId,
        imagePath,
        ...(await fields()),
      });
      expect(answer.body).toMatchObject({ status, code });
    });

    it('a winner of another run', async () => {
      const other = await aPreparedRun(app, library);
      expect(
        (await app.call('put', `/runs/${run.runId}/winner`, { candidateId: other.candidateIds[0] })).body,
      ).toMatchObject({ status: 422, code: 'candidate_not_found' });
    });

    it('a cluster of another persona on a run, and a pillar of another persona on a cluster', async () => {
      const other = await aLibrary(app);
      const mismatch = { status: 422, code: 'persona_mismatch' };
      expect((await app.call('patch', `/runs/${run.runId}`, { clusterId: other.clusterId })).body).toMatchObject(
        mismatch,
      );
      expect(
        (
          await app.call('post', '/runs', {
            pipelineId: library.pipelineId,
            personaId: library.personaId,
            clusterId: other.clusterId,
          })
        ).body,
      ).toMatchObject(mismatch);
      expect(
        (await app.call('put', `/clusters/${library.clusterId}/pillars/${other.pillarId}`, {})).body,
      ).toMatchObject(mismatch);
      expect(
        (await app.call('post', `/personas/${library.personaId}/clusters`, { name: 'x', pillarId: other.pillarId }))
          .body,
      ).toMatchObject(mismatch);
    });

    it.each([
      ['/runs', { pipelineId: 'PIPELINE', clusterId: 'NOTHING' }, 'cluster_not_found'],
      ['/runs', { pipelineId: 'PIPELINE', personaId: 'NOTHING' }, 'persona_not_found'],
      ['/runs', { pipelineId: 'NOTHING' }, 'pipeline_not_found'],
      ['/personas/PERSONA/clusters', { name: 'y', pillarId: 'NOTHING' }, 'pillar_not_found'],
    ])('POST %s %j is 422 %s', async (path, body, code) => {
      const filled = JSON.stringify([path, body])
        .replaceAll('PIPELINE', library.pipelineId)
        .replaceAll('PERSONA', library.personaId)
        .replaceAll('NOTHING', '01890a5d-ac96-774b-bcce-b302099a8fff');
      const [to, what] = JSON.parse(filled) as [string, object];
      expect((await app.call('post', to, what)).body).toMatchObject({ status: 422, code });
    });

    it('a missing object in the path is 404', async () => {
      const nothing = '01890a5d-ac96-774b-bcce-b302099a8fff';
      const codes = [];
      for (const thing of ['personas', 'pillars', 'clusters', 'pipelines', 'runs', 'candidates', 'photos']) {
        const { status, body } = await app.call('get', `/${thing}/${nothing}`);
        codes.push(`${status} ${body.code}`);
      }
      expect(codes).toEqual(
        ['persona', 'pillar', 'cluster', 'pipeline', 'run', 'candidate', 'photo'].map(
          (thing) => `404 ${thing}_not_found`,
        ),
      );
    });

    it('a persona that still has clusters is not deleted', async () => {
      const answer = await app.call('delete', `/personas/${library.personaId}`);
      expect(answer.body).toMatchObject({ status: 409, code: 'in_use' });
      expect((await app.call('get', `/personas/${library.personaId}`)).status).toBe(200);
    });
  });

  describe('against the transitions of a run', () => {
    it('two concurrent winners leave exactly one', async () => {
      const { runId: id, candidateIds } = await aPreparedRun(app, library, { candidates: 4, winner: false });
      const answers = await Promise.all(
        candidateIds.map((candidateId) => app.call('put', `/runs/${id}/winner`, { candidateId })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const { items } = await app.ok<{ items: { isWinner: boolean }[] }>('get', `/runs/${id}/candidates`);
      expect(items.filter(({ isWinner }) => isWinner)).toHaveLength(1);
    });

    it('retrying a run that has not failed, failing one that is completed, completing one that failed', async () => {
      const illegal = { status: 409, code: 'illegal_transition' };
      const { runId: id } = await aPreparedRun(app, library);
      expect((await app.call('post', `/runs/${id}/retry`)).body).toMatchObject(illegal);
      expect(await app.ok('post', `/runs/${id}/failure`, { reason: 'out of memory' })).toMatchObject({
        status: 'failed',
        failureReason: 'out of memory',
      });
      expect((await app.call('post', `/runs/${id}/completion`)).body).toMatchObject(illegal);
      expect(await app.ok('post', `/runs/${id}/retry`)).toMatchObject({ status: 'pending', failureReason: null });
      await app.ok('post', `/runs/${id}/completion`);
      expect((await app.call('post', `/runs/${id}/failure`, { reason: 'x' })).body).toMatchObject(illegal);
    });

    it('candidates for a closed run', async () => {
      const { runId: id, files } = await aPreparedRun(app, library);
      await app.ok('post', `/runs/${id}/completion`);
      const again = { stepId: library.stepId, imagePath: files[0]?.path };
      expect((await app.call('post', `/runs/${id}/candidates`, again)).body).toMatchObject({
        status: 409,
        code: 'run_closed',
      });
    });

    it('another persona for a completed run', async () => {
      const { runId: id } = await aPreparedRun(app, library, { inCluster: false });
      await app.ok('patch', `/runs/${id}`, { personaId: library.personaId });
      await app.ok('post', `/runs/${id}/completion`);
      expect((await app.call('patch', `/runs/${id}`, { personaId: null })).body).toMatchObject({
        status: 409,
        code: 'run_closed',
      });
    });
  });
});
