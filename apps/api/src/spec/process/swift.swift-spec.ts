import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { loadConfig } from '@trellis/config';
import { anonymousUrls } from '@trellis/storage';
import { aPng, untilDeadline } from '@trellis/testing';
import { RunningCommand } from '../support/process.spec-support.ts';

interface Named {
  id: string;
}

// The settings come from the environment: npm run test:swift starts the server.
const {
  S3_ENDPOINT,
  S3_REGION,
  S3_BUCKET,
  S3_PRIVATE_BUCKET,
  S3_ACCESS_KEY_ID,
  S3_SECRET_ACCESS_KEY,
  PUBLIC_BASE_URL,
} = loadConfig();

describe('npm start with objects on OpenStack Swift', () => {
  let dataDir: string;
  let server: RunningCommand;

  beforeAll(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'trellis-swift-')), 'var');
    const keys = {
      ...{ S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_PRIVATE_BUCKET },
      ...{ S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY },
    };
    const env = { ...keys, STORAGE_DRIVER: 's3', S3_FORCE_PATH_STYLE: 'true', PUBLIC_BASE_URL };
    server = await RunningCommand.npm('start', dataDir, { env });
    await server.ready();
  }, 90_000);
  afterAll(async () => {
    await server.end();
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  }, 60_000);

  const upload = async (path: string, field: string, bytes: Buffer, stepId?: string) => {
    const form = new FormData();
    form.append(field, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'a.png');
    if (stepId) form.append('stepId', stepId);
    return server.send<{ id: string; results: { photo: { id: string } }[] }>('POST', path, form);
  };
  const original = async (photoId: string) => {
    const headers = { authorization: `Bearer ${server.adminKey}` };
    const answer = await fetch(`${server.base}/api/v1/photos/${photoId}/original`, { headers });
    return Buffer.from(await answer.arrayBuffer());
  };
  const anonymously = async (url: string) => {
    const answer = await fetch(url);
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  it('returns winners and uploads byte for byte, and shows the public nothing but renditions', async () => {
    const persona = await server.call<Named>('POST', '/personas', { name: 'north quay' });
    const cluster = await server.call<Named>('POST', `/personas/${persona.id}/clusters`, { name: 'Coffee' });
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = await server.call<Named & { steps: [Named] }>('POST', '/pipelines', { name: 'still life', steps });
    const run = await server.call<Named>('POST', `/clusters/${cluster.id}/runs`, { pipelineId: pipeline.id });
    const [winner, uploaded] = [await aPng({ width: 600, height: 400 }), await aPng()];
    const candidate = await upload(`/runs/${run.id}/candidates`, 'file', winner, pipeline.steps[0].id);
    const headers = { authorization: `Bearer ${server.adminKey}` };
    const thumbnail = await fetch(`${server.base}/api/v1/candidates/${candidate.id}/renditions/320`, { headers });
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/webp']);
    await server.call('PUT', `/runs/${run.id}/winner`, { candidateId: candidate.id });
    await server.call('POST', `/runs/${run.id}/completion`, {});
    const link = await untilDeadline('the link', async () => {
      const now = await server.call<{ state: string; photoId: string }>('GET', `/runs/${run.id}/link`);
      return now.state === 'linked' && now;
    });
    expect((await original(link.photoId)).equals(winner)).toBe(true);
    const { url } = await untilDeadline('the JPEG', async () => {
      const now = await server.call<{ url: string | null }>('GET', `/photos/${link.photoId}`);
      return now.url === null ? undefined : { url: now.url };
    });
    const fetched = await anonymously(url);
    expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    const sha256 = createHash('sha256').update(winner).digest('hex');
    const key = `originals/${link.photoId}/${sha256}.png`;
    const refused = anonymousUrls(loadConfig(), key).map(async (at) => (await anonymously(at)).status);
    for (const status of await Promise.all(refused)) expect(status).toBeGreaterThanOrEqual(400);
    const { results } = await upload(`/clusters/${cluster.id}/photos`, 'files', uploaded);
    expect((await original(results[0]?.photo.id ?? '')).equals(uploaded)).toBe(true);
  }, 60_000);
});
