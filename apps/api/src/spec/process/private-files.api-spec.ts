import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPng, freshDatabase } from '@trellis/testing';
import { RunningCommand } from '../support/process.spec-support.ts';

interface Named {
  id: string;
}

describe('the files of a server', () => {
  let folder: string;
  let server: RunningCommand;
  const asRoot = process.getuid?.() === 0;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trellis-files-'));
    await chmod(folder, 0o755);
  });
  afterEach(async () => {
    await server.end();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  const start = async (env: NodeJS.ProcessEnv = {}) => {
    server = await RunningCommand.npm('start', join(folder, 'var'), { env });
    await server.ready();
  };

  /** A candidate by upload, and the path of its file. */
  async function upload(): Promise<string> {
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const pipeline = await server.call<Named & { steps: [Named] }>('POST', '/pipelines', { name: 'p', steps });
    const run = await server.call<Named>('POST', '/runs', { pipelineId: pipeline.id });
    const form = new FormData();
    form.append('stepId', pipeline.steps[0].id);
    form.append('file', new Blob([new Uint8Array(await aPng())], { type: 'image/png' }), 'a.png');
    return (await server.send<{ imagePath: string }>('POST', `/runs/${run.id}/candidates`, form)).imagePath;
  }

  it('are closed to other users of the machine, also in a data directory that was open', async () => {
    const dataDir = join(folder, 'var');
    await mkdir(dataDir, { mode: 0o755 });
    await start();
    const file = await upload();
    expect(await modeOf(dataDir)).toBe(asRoot ? '711' : '700');
    const open: string[] = [];
    for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (((await stat(path)).mode & 0o077) !== 0) open.push(path);
    }
    expect(open).toEqual([]);
    expect([await modeOf(file), await modeOf(join(file, '..'))]).toEqual(['600', '700']);
  }, 60_000);

  it('of an earlier release are closed too, with a separate database', async () => {
    const dataDir = join(folder, 'var');
    for (const name of ['', 'media', 'originals', 'candidates']) {
      await mkdir(join(dataDir, name), { recursive: true });
      await chmod(join(dataDir, name), 0o755);
    }
    const database = await freshDatabase();
    await start({ DATABASE_URL: database.workUrl });
    const modes = await Promise.all(
      ['', 'media', 'originals', 'candidates'].map((name) => modeOf(join(dataDir, name))),
    );
    expect(modes).toEqual([asRoot ? '711' : '700', '700', '700', '700']);
    await server.end();
    await database.drop();
  }, 60_000);

  it('gives new folders of candidates the rights that the operator wants', async () => {
    const root = join(folder, 'in', 'candidates');
    await start({ CANDIDATE_ROOTS: root, CANDIDATE_UMASK: '027' });
    expect([await modeOf(join(folder, 'in')), await modeOf(root)]).toEqual(['750', '750']);
  }, 60_000);

  it('give candidates the rights that the operator wants, and leave a folder of the operator as it is', async () => {
    const root = join(folder, 'candidates');
    await mkdir(root);
    await chmod(root, 0o775);
    await start({ CANDIDATE_ROOTS: root, CANDIDATE_UMASK: '027' });
    const file = await upload();
    expect([await modeOf(root), await modeOf(join(file, '..')), await modeOf(file)]).toEqual(['775', '750', '640']);
  }, 60_000);
});
