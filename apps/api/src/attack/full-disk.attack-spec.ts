import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPng, pngOfBytes, untilDeadline } from '@trellis/testing';
import { RunningCommand, repository } from '../spec/support/process.spec-support.ts';

interface Named {
  id: string;
}
interface Problem {
  code: string;
  detail: string;
}

/**
 * The server in a mount namespace of its own, with a small disk in memory. The disk is gone with the process. Without
 * root a user namespace allows the mount.
 */
const onSmallDisk = (folder: string, megabytes: number, dataDir: string, env: NodeJS.ProcessEnv = {}) => {
  const isolated: [string, ...string[]] =
    process.getuid?.() === 0 ? ['unshare', '--mount'] : ['unshare', '--map-root-user', '--mount'];
  const mounted = `mkdir -p "$0" && mount -t tmpfs -o size=${megabytes}m,mode=0711 tmpfs "$0" && exec npm start --silent`;
  return RunningCommand.command([...isolated, 'sh', '-c', mounted, folder], dataDir, {
    env,
    cwd: repository,
  });
};

describe('a disk that is full', () => {
  let folder: string;
  let server: RunningCommand;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trellis-full-'));
    // PostgreSQL's user passes, so that the database is on the small disk.
    await chmod(folder, 0o711);
  });
  afterEach(async () => {
    await server.end();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('stops the first start, which says so in one line', async () => {
    const dataDir = join(folder, 'small');
    server = await onSmallDisk(dataDir, 20, dataDir);
    expect(await server.exited()).toBe(2);
    expect(server.output.trim()).toMatch(new RegExp(`^The disk of ${dataDir} is full\\..* Free space`));
  }, 60_000);

  it('refuses what needs it with 507, is named by /readyz, and holds up nothing else', async () => {
    const candidates = join(folder, 'candidates');
    server = await onSmallDisk(candidates, 1, join(folder, 'var'), { CANDIDATE_ROOTS: candidates });
    await server.listening();
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = await server.call<Named & { steps: [Named] }>('POST', '/pipelines', { name: 'p', steps });
    const run = await server.call<Named>('POST', '/runs', { pipelineId: pipeline.id });
    const upload = async (bytes: Buffer) => {
      const form = new FormData();
      form.append('stepId', pipeline.steps[0].id);
      form.append('file', new Blob([new Uint8Array(bytes)]), 'a.png');
      return fetch(`${server.base}/api/v1/runs/${run.id}/candidates`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.adminKey}` },
        body: form,
      });
    };
    const refused = await upload(pngOfBytes(3_000_000));
    const problem = (await refused.json()) as Problem;
    expect([refused.status, problem.code]).toEqual([507, 'storage_full']);
    expect(problem.detail).toBe('The disk of the server is full (ENOSPC). Free space on it, then try again.');
    expect(await server.call('GET', `/runs/${run.id}/candidates`)).toEqual({ items: [], nextCursor: null });
    expect((await upload(await aPng())).status).toBe(201);
    const ready = await fetch(`${server.base}/readyz`);
    expect([ready.status, ((await ready.json()) as Problem).detail]).toEqual([503, expect.stringContaining('disk')]);
    expect((await fetch(`${server.base}/livez`)).status).toBe(200);
  }, 90_000);

  it('of the objects makes a link wait, which says why, and refuses an upload', async () => {
    const originals = join(folder, 'var', 'originals');
    server = await onSmallDisk(originals, 1, join(folder, 'var'));
    await server.listening();
    const persona = await server.call<Named>('POST', '/personas', { name: 'p' });
    const cluster = await server.call<Named>('POST', `/personas/${persona.id}/clusters`, { name: 'c' });
    const send = <T>(path: string, field: string, more: Record<string, string> = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(more)) form.append(name, value);
      form.append(field, new Blob([new Uint8Array(pngOfBytes(3_000_000))]), 'a.png');
      return server.send<T>('POST', path, form);
    };
    const { results } = await send<{ results: Problem[] }>(`/clusters/${cluster.id}/photos`, 'files');
    expect(results.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([
      'storage_full: The object storage is full (ENOSPC). Free space on it, then try again.',
    ]);
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = await server.call<Named & { steps: [Named] }>('POST', '/pipelines', { name: 'p', steps });
    const run = await server.call<Named>('POST', `/clusters/${cluster.id}/runs`, { pipelineId: pipeline.id });
    const candidate = await send<Named>(`/runs/${run.id}/candidates`, 'file', { stepId: pipeline.steps[0].id });
    await server.call('PUT', `/runs/${run.id}/winner`, { candidateId: candidate.id });
    await server.call('POST', `/runs/${run.id}/completion`);
    const link = await untilDeadline('the link to have failed once', async () => {
      const seen = await server.call<{ state: string; lastError: string | null }>('GET', `/runs/${run.id}/link`);
      return seen.lastError ? seen : undefined;
    });
    expect(link).toMatchObject({ state: 'pending', lastError: expect.stringContaining('The object storage is full') });
  }, 90_000);
});
