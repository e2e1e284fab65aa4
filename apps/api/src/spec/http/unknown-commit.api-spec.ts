import { readFile, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { aPng } from '@trellis/testing';
import { CuttingProxy } from '../support/cutting-proxy.spec-support.ts';
import { useApp, useEmptyRun, useLibrary } from '../support/use-app.spec-support.ts';

interface Candidate {
  id: string;
  imagePath: string;
}

describe('an upload whose COMMIT was not answered', () => {
  const proxy = new CuttingProxy();
  const app = useApp({ works: false, way: (url) => proxy.to(url) });
  const library = useLibrary(app);
  const run = useEmptyRun(app, library);
  // Registered last, so it runs after the application has stopped.
  afterAll(() => proxy.stop());

  const candidates = async () => (await app.ok<{ items: Candidate[] }>('get', `/runs/${run.runId}/candidates`)).items;
  const upload = async (path: string, field: string, bytes: Buffer) => {
    const request = app.call('post', path);
    if (field === 'file') request.field('stepId', library.stepId);
    return request.attach(field, bytes, 'a.png');
  };

  it('is a candidate with its file, although the answer was 503', async () => {
    const bytes = await aPng();
    proxy.losesNextCommit = true;
    const answer = await upload(`/runs/${run.runId}/candidates`, 'file', bytes);
    expect([answer.status, answer.body.code]).toEqual([503, 'database_unavailable']);
    const [candidate, ...more] = await candidates();
    expect(more).toEqual([]);
    expect((await readFile(candidate?.imagePath as string)).equals(bytes)).toBe(true);
    await app.ok('put', `/runs/${run.runId}/winner`, { candidateId: candidate?.id });
  });

  it('leaves no file when it is refused', async () => {
    const before = await candidates();
    const path = `/runs/${run.runId}/candidates`;
    const request = app.call('post', path).field('stepId', '01890a5d-ac96-774b-bcce-b302099a8fff');
    const answer = await request.attach('file', await aPng(), 'a.png');
    expect([answer.status, answer.body.code]).toEqual([422, 'step_not_found']);
    expect(await readdir(dirname((before[0] as Candidate).imagePath))).toHaveLength(before.length);
  });

  it('is a photo with its object', async () => {
    const bytes = await aPng();
    proxy.losesNextCommit = true;
    await upload(`/clusters/${library.clusterId}/photos`, 'files', bytes);
    const { items } = await app.ok<{ items: { id: string }[] }>('get', `/clusters/${library.clusterId}/photos`);
    const [photo, ...more] = items;
    expect(more).toEqual([]);
    const served = await app.call('get', `/photos/${photo?.id}/original`).buffer(true);
    expect(bytes.equals(served.body as Buffer)).toBe(true);
  });
});
