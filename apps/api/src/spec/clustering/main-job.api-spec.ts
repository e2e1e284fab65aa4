import { createHash } from 'node:crypto';
import { EventRelay, Outbox } from '@trellis/events';
import { RunCompletedEvent } from '@trellis/pipeline';
import { Database } from '@trellis/database';
import { newId } from '@trellis/kernel';
import { aJpeg, aPng, aWebp, untilDeadline } from '@trellis/testing';
import { aLinkedRun, aPreparedRun } from '../support/library.spec-support.ts';
import { checkedCounts, photoOf } from './photo-facts.spec-support.ts';
import { binary } from '../support/binary.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

describe('a completed run', () => {
  const app = useApp();
  const library = useLibrary(app);

  const photo = (id: string) => photoOf(app, id);
  const counts = (clusterId = library.clusterId) => checkedCounts(app, clusterId);

  it.each([
    ['image/png', aPng],
    ['image/jpeg', aJpeg],
    ['image/webp', aWebp],
  ])('becomes a photo whose original has the same bytes (%s)', async (type, draw) => {
    const bytes = await draw();
    const { id: runId } = await app.ok<{ id: string }>('post', `/clusters/${library.clusterId}/runs`, {
      pipelineId: library.pipelineId,
    });
    const upload = await app
      .call('post', `/runs/${runId}/candidates`)
      .field('stepId', library.stepId)
      .attach('file', bytes, 'wrong.gif');
    expect(upload.status).toBe(201);
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: upload.body.id });
    const completed = await app.call('post', `/runs/${runId}/completion`);
    expect(completed.status).toBe(200);
    expect(completed.body).toMatchObject({ status: 'completed', winnerId: upload.body.id, candidatesCount: 1 });
    const link = await app.settled(runId);
    expect(link).toMatchObject({
      state: 'linked',
      reason: null,
      clusterId: library.clusterId,
      candidateId: upload.body.id,
      attempts: 1,
    });
    const made = await photo(link.photoId as string);
    expect(made).toMatchObject({ contentType: type, clusterId: library.clusterId, candidateId: upload.body.id });
    const fetched = await app.call('get', `/photos/${made.id}/original`).buffer(true).parse(binary);
    expect(fetched.headers['content-type']).toBe(type);
    expect(
      createHash('sha256')
        .update(fetched.body as Buffer)
        .digest('hex'),
    ).toBe(made.sha256);
    expect(bytes.equals(fetched.body as Buffer)).toBe(true);
    await counts();
  });

  it('has one photo and one event after ten concurrent completions', async () => {
    const { runId } = await aPreparedRun(app, library);
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.call('post', `/runs/${runId}/completion`)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await app.settled(runId);
    const [{ n }] = await app.dataSource.query<[{ n: number }]>(
      `select count(*)::int as n from pgboss.job where name = 'clustering.link-winner' and data->'event'->>'runId' = $1`,
      [runId],
    );
    expect(n).toBe(1);
    await expectOnePhoto(runId);
  });

  it('refuses to record an event that is missing from the manifests', async () => {
    class Unlisted {
      static readonly eventName = 'test.unlisted';
      static readonly version = 1;
      readonly eventId = newId();
      readonly occurredAt = new Date().toISOString();
    }
    const recording = app.app
      .get(Database)
      .transaction((manager) => app.app.get(Outbox).record(manager, [new Unlisted()]));
    await expect(recording).rejects.toThrow("the event Unlisted is missing from the packs' manifests");
  });

  it('has one photo after three concurrent deliveries of one event', async () => {
    const { runId } = await aPreparedRun(app, library);
    await app.ok('post', `/runs/${runId}/completion`);
    const standing = { personaId: library.personaId, clusterId: library.clusterId, winner: null };
    const event = () =>
      new RunCompletedEvent({ eventId: newId(), occurredAt: new Date().toISOString(), runId, ...standing });
    await app.app
      .get(Database)
      .transaction((manager) => app.app.get(Outbox).record(manager, [event(), event(), event()]));
    await untilDeadline('all four events to be handled', async () => {
      const [{ n }] = await app.dataSource.query<[{ n: number }]>(
        `select count(*)::int as n from pgboss.job
         where name = 'clustering.link-winner' and state = 'completed' and data->'event'->>'runId' = $1`,
        [runId],
      );
      return n === 4;
    });
    await expectOnePhoto(runId);
  });

  const expectOnePhoto = async (runId: string) => {
    const rows = await app.dataSource.query<object[]>(
      `select p.id from photos p join image_candidates c on c.id = p.image_candidate_id where c.run_id = $1`,
      [runId],
    );
    expect(rows).toHaveLength(1);
    await counts();
  };

  it('is in the audit log with its actors', async () => {
    const { runId, photoId } = await aLinkedRun(app, library);
    const rows = await app.dataSource.query<object[]>(
      `select actor, action from audit_log where subject_id in ($1, $2) order by at, id`,
      [runId, photoId],
    );
    expect(rows).toEqual([
      { actor: 'key:tester', action: 'run.created' },
      { actor: 'key:tester', action: 'run.winner_changed' },
      { actor: 'key:tester', action: 'run.completed' },
      { actor: 'worker', action: 'photo.created' },
      { actor: 'worker', action: 'link.linked' },
    ]);
  });

  it('is pending until a worker handles it', async () => {
    await app.app.get(EventRelay).beforeApplicationShutdown();
    const { runId } = await aPreparedRun(app, library);
    expect(await app.ok('get', `/runs/${runId}/link`)).toMatchObject({ state: 'none' });
    await app.ok('post', `/runs/${runId}/completion`);
    expect(await app.ok('get', `/runs/${runId}/link`)).toMatchObject({ state: 'pending', attempts: 0, photoId: null });
    await app.app.get(EventRelay).start();
    expect(await app.settled(runId)).toMatchObject({ state: 'linked' });
  });
});
