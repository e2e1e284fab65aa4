import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packs } from '@trellis/all';
import { aPng } from '@trellis/testing';
import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { LEAVES } from './audit-leaves.spec-support.ts';

interface Named {
  id: string;
}
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

describe('the audit log, route by route', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  let routes: Map<string, { method: Method; path: string; tag: string }>;
  const left: Record<string, string[]> = {};

  /** Calls a route by its operationId and records its audit entries. */
  const call = async <T = Named>(operation: string, ids: Record<string, string>, body?: object): Promise<T> => {
    const { method, path } = routes.get(operation) as { method: Method; path: string };
    const filled = path.replace('/api/v1', '').replace(/\{(\w+)\}/g, (_, name: string) => ids[name] as string);
    return noting(operation, () => app.ok<T & Record<string, never>>(method, filled, body));
  };
  const noting = async <T>(operation: string, work: () => Promise<T>): Promise<T> => {
    const before = (await rows(0)).length;
    const answer = await work();
    left[operation] = (await rows(before)).map(({ action }) => action).sort();
    return answer;
  };
  const rows = (offset: number): Promise<{ action: string; actor: string; actor_id: string | null }[]> =>
    app.dataSource.query('select action, actor, actor_id from audit_log order by at, id offset $1', [offset]);

  beforeAll(async () => {
    const committed = await readFile(join(import.meta.dirname, '../../../../../openapi.json'), 'utf8');
    const { paths } = JSON.parse(committed) as {
      paths: Record<string, Record<string, { operationId: string; tags: [string] }>>;
    };
    routes = new Map(
      Object.entries(paths).flatMap(([path, item]) =>
        Object.entries(item).map(([method, { operationId, tags }]) => [
          operationId,
          { method: method as Method, path, tag: tags[0] },
        ]),
      ),
    );
  });

  async function planning(): Promise<void> {
    const persona = await call('createPersona', {}, { name: 'other' });
    await call('updatePersona', { id: persona.id }, { name: 'third' });
    const pillar = await call('createPillar', { personaId: persona.id }, { name: 'Daily' });
    await call('updatePillar', { id: pillar.id }, { weight: 10 });
    const cluster = await call('createCluster', { personaId: persona.id }, { name: 'Tea' });
    await call('updateCluster', { id: cluster.id }, { status: 'archived' });
    await call('assignPillar', { id: cluster.id, pillarId: pillar.id }, {});
    await call('unassignPillar', { id: cluster.id, pillarId: pillar.id });
    await app.ok('delete', `/clusters/${cluster.id}`);
    await call('deletePillar', { id: pillar.id });
    await call('deletePersona', { id: persona.id });
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = await call('createPipeline', {}, { name: 'another', steps });
    await call('updatePipeline', { id: pipeline.id }, { name: 'yet another' });
    await call('deletePipeline', { id: pipeline.id });
  }

  async function running(): Promise<void> {
    const { clusterId, pipelineId, stepId } = library;
    const { id } = await call('createRun', {}, { pipelineId });
    const imagePath = await app.file('a.png', await aPng());
    const a = await call('registerCandidate', { id }, { stepId, imagePath });
    const b = await app.ok<Named>('post', `/runs/${id}/candidates`, { stepId, imagePath });
    await call('castVote', { id }, { candidateA: a.id, candidateB: b.id, outcome: 'a' });
    await call('undoVote', { id });
    const vote = { candidateA: a.id, candidateB: b.id, outcome: 'b' };
    const { id: voteId } = await app.ok<Named>('post', `/runs/${id}/votes`, vote);
    await call('undoOwnVote', { id, voteId });
    await call('rejectCandidate', { id: b.id });
    await call('liftRejection', { id: b.id });
    await call('rejectCandidates', {}, { ids: [b.id] });
    await call('liftRejections', {}, { ids: [b.id] });
    await call('approveStep', { id, stepId }, { topK: 1 });
    await call('failRun', { id }, { reason: 'no' });
    await call('retryRun', { id });
    await call('chooseWinner', { id }, { candidateId: a.id });
    await call('unsetWinner', { id });
    await call('updateRun', { id }, { clusterId });
    await call('moveRuns', {}, { ids: [id], clusterId: null });
    await app.ok('patch', `/runs/${id}`, { clusterId });
    await call('completeRun', { id });
    await call('retryLink', { id });
    await call('retryLinks', {}, { runIds: [id] });
    await call('deleteRun', { id });
    await call('createClusterRun', { id: clusterId }, { pipelineId });
  }

  async function keeping(): Promise<void> {
    const { clusterId } = library;
    const { results } = await noting('uploadPhotos', async () => {
      const request = app.call('post', `/clusters/${clusterId}/photos`);
      for (const name of ['a.png', 'b.png']) request.attach('files', await aPng(), name);
      return (await request).body as { results: [{ photo: Named }] };
    });
    const id = results[0].photo.id;
    await call('changePhotos', {}, { photoIds: [id], action: 'tag', tag: 'sea' });
    await call('updatePhoto', { id }, { starred: true });
    await call('cropPhoto', { id }, { mode: 'pad' });
    await call('postPhoto', { id }, { postedAt: '2026-11-23T10:00:00Z' });
    for (const order of ['uncropPhoto', 'renderPhoto', 'unpostPhoto', 'deletePhoto', 'restorePhoto'])
      await call(order, { id });
    await call('deleteCluster', { id: clusterId });
  }

  async function operating(): Promise<void> {
    const { id } = await call('createKey', {}, { name: 'third', role: 'viewer' });
    await call('revokeKey', { id });
    await app.dataSource.query(
      `insert into pgboss.job (name, data, policy, source_name, output) values ('events.dead', '{"name":"x","event":{"eventId":"e"}}', 'standard', 'clustering.link-winner', '{}')`,
    );
    const { items } = await app.ok<{ items: [Named] }>('get', '/events/dead');
    await call('redriveDeadLetter', { id: items[0].id });
  }

  it('has one entry per audited change, with its actor, and no others', async () => {
    await planning();
    await running();
    await keeping();
    await operating();
    const tags = new Set(Object.keys(LEAVES).map((operation) => routes.get(operation)?.tag));
    const changing = [...routes]
      .filter(([, { method, tag }]) => method !== 'get' && tags.has(tag))
      .map(([operation]) => operation);
    expect(left).toEqual(LEAVES);
    expect(Object.keys(left).sort()).toEqual(changing.sort());
    const [tester] = await app.dataSource.query<Named[]>(`select id from api_keys where name = 'tester'`);
    const actors = (await rows(0)).map(({ actor, actor_id: id }) => `${actor} ${id}`);
    expect(new Set(actors)).toEqual(new Set([`key:tester ${tester?.id}`, 'test null']));
  });

  it('has only declared subjects, keys and events', async () => {
    const declared = packs.flatMap(({ auditSubjects = [] }) => auditSubjects);
    const rows = await app.dataSource.query<{ subject_type: string }[]>(
      'select distinct subject_type from audit_log order by 1',
    );
    expect(rows.filter(({ subject_type: of }) => ![...declared, 'event', 'key'].includes(of))).toEqual([]);
    expect(rows.length).toBeGreaterThan(5);
  });

  it('describes a deleted run', async () => {
    const another = await aLibrary(app);
    const { runId, candidateIds } = await aPreparedRun(app, another);
    await app.ok('delete', `/runs/${runId}`);
    const { items } = await app.ok<{ items: object[] }>('get', `/audit?subjectType=run&subjectId=${runId}&limit=1`);
    expect(items).toEqual([
      expect.objectContaining({
        action: 'run.deleted',
        data: { name: expect.any(String), clusterId: another.clusterId, winnerId: candidateIds[0] },
      }),
    ]);
  });
});
