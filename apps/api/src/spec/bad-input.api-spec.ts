import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { aPng, anAnimatedWebp, pngOfBytes, untilDeadline } from '@trellis/testing';
import { aLibrary, aPreparedRun, type Library } from './library.spec-support.ts';
import { RunningApp } from './running-app.spec-support.ts';

describe('bad input', () => {
  let app: RunningApp;
  let library: Library;
  let runId: string;
  let root: string;

  beforeAll(async () => {
    app = await RunningApp.start();
    library = await aLibrary(app);
    root = app.config.CANDIDATE_ROOTS[0] as string;
    runId = (await aPreparedRun(app, library, { candidates: 0, winner: false })).runId;
  });
  afterAll(() => app.stop());

  const register = (imagePath: string) =>
    app.call('post', `/runs/${runId}/candidates`, { stepId: library.stepId, imagePath });
  const candidatesOf = async (id: string) =>
    (await app.ok<{ candidatesCount: number }>('get', `/runs/${id}`)).candidatesCount;

  describe('in the path of an image', () => {
    const outside = async () => {
      const path = join(dirname(root), 'secret.png');
      await writeFile(path, await aPng());
      return path;
    };
    const cases: [string, () => Promise<string>, string][] = [
      ['outside the roots', outside, 'image_outside_roots'],
      ['relative', async () => 'x.png', 'image_outside_roots'],
      ['through ..', async () => `${root}/../${(await outside()).split('/').pop()}`, 'image_outside_roots'],
      [
        'through a symlink out of the roots',
        async () => (await symlink(await outside(), join(root, 'link.png')), join(root, 'link.png')),
        'image_outside_roots',
      ],
      [
        'through a folder that is a symlink',
        async () => (await symlink(dirname(await outside()), join(root, 'folder')), join(root, 'folder', 'secret.png')),
        'image_outside_roots',
      ],
      ['of a directory', async () => (await mkdir(join(root, 'dir.png')), join(root, 'dir.png')), 'not_an_image'],
      [
        'of a FIFO',
        async () => (execFileSync('mkfifo', [join(root, 'pipe.png')]), join(root, 'pipe.png')),
        'not_an_image',
      ],
      ['of a missing file', async () => join(root, 'missing.png'), 'image_missing'],
      ['of an empty file', () => app.file('empty.png', Buffer.alloc(0)), 'not_an_image'],
      ['of a text called .png', () => app.file('text.png', Buffer.from('hello')), 'not_an_image'],
      ['of a PNG cut short', async () => app.file('cut.png', (await aPng()).subarray(0, -20)), 'not_an_image'],
      ['of a PNG with a wrong CRC', async () => app.file('crc.png', flipped(await aPng())), 'not_an_image'],
      ['of an animated WebP', async () => app.file('moving.webp', await anAnimatedWebp()), 'not_an_image'],
      [
        'of a decompression bomb',
        async () => app.file('bomb.png', pngOfBytes(1000, { width: 20_000, height: 20_000 })),
        'image_too_large',
      ],
      ['of a file of 30 MB', () => app.file('large.png', pngOfBytes(30_000_000)), 'image_too_large'],
      ['with a NUL', async () => `${root}/a\0.png`, 'validation_failed'],
    ];

    it.each(cases)('%s', async (_what, path, code) => {
      const before = await candidatesOf(runId);
      const answer = await register(await path());
      expect(answer.body).toMatchObject({ code, status: code === 'validation_failed' ? 400 : 422 });
      expect(answer.text).not.toContain(root);
      expect(await candidatesOf(runId)).toBe(before);
    });

    it('that changes between registration and completion fails the link, and nothing else', async () => {
      const run = await aPreparedRun(app, library);
      await writeFile(run.files[0]?.path as string, await aPng());
      await app.ok('post', `/runs/${run.runId}/completion`);
      expect(await app.settled(run.runId)).toMatchObject({
        state: 'failed',
        reason: 'image_changed',
        photoId: null,
        attempts: 1,
      });
      expect(await app.ok('get', `/runs/${run.runId}`)).toMatchObject({ status: 'completed' });
      await writeFile(run.files[0]?.path as string, run.files[0]?.bytes as Buffer);
      await app.call('post', `/runs/${run.runId}/link`);
      expect(await app.settled(run.runId)).toMatchObject({ state: 'linked' });
    });

    it.each([
      ['image_missing', async (path: string) => rename(path, `${path}.away`)],
      ['image_too_large', async (path: string) => truncate(path, 27_000_000)],
      ['not_an_image', async (path: string) => truncate(path, 0)],
      [
        'image_outside_roots',
        async (path: string) => (await rename(path, `${path}.away`), symlink('/etc/hostname', path)),
      ],
    ])('that becomes %s before completion fails the link', async (reason, spoil) => {
      const run = await aPreparedRun(app, library);
      await spoil(run.files[0]?.path as string);
      await app.ok('post', `/runs/${run.runId}/completion`);
      const link = await app.settled(run.runId);
      expect(link).toMatchObject({ state: 'failed', reason, photoId: null });
      expect(link.lastError).not.toContain(root);
    });
  });

  describe('in an upload', () => {
    const upload = (id = runId) => app.call('post', `/runs/${id}/candidates`);
    const files = async () =>
      (await readdir(root, { recursive: true })).filter((name) => name.includes(runId) && name.includes('/'));

    it('of a hostile file name keeps the file in its own place', async () => {
      const answer = await upload()
        .field('stepId', library.stepId)
        .attach('file', await aPng(), '../../../etc/pa\\..\\sswd\u0000.png');
      expect(answer.body).toMatchObject({ imagePath: join(root, runId, `${answer.body.id}.png`) });
    });

    it('takes the fields in any order', async () => {
      const answer = await upload()
        .attach('file', await aPng(), 'a.png')
        .field('stepId', library.stepId);
      expect(answer.status).toBe(201);
    });

    it.each([
      ['without stepId', async () => upload().attach('file', await aPng(), 'a.png'), 400, 'stepId'],
      ['without a file', async () => upload().field('stepId', library.stepId), 400, 'file'],
      [
        'with an unknown field',
        async () => upload().field('stepId', library.stepId).field('colour', 'red'),
        400,
        'colour',
      ],
      [
        'with two files',
        async () =>
          upload()
            .field('stepId', library.stepId)
            .attach('file', await aPng(), 'a')
            .attach('file', await aPng(), 'b'),
        400,
        'file',
      ],
    ])('%s names the field and leaves no file', async (_what, send, status, path) => {
      const before = await files();
      const answer = await send();
      expect(answer.body).toMatchObject({
        code: 'validation_failed',
        status,
        errors: [expect.objectContaining({ path })],
      });
      expect(await files()).toEqual(before);
    });

    it.each([
      ['a text', async () => Buffer.from('hello'), 'not_an_image'],
      ['a file over the limit', async () => pngOfBytes(27_000_000), 'image_too_large'],
    ])('of %s leaves no file', async (_what, bytes, code) => {
      const before = await files();
      const answer = await upload()
        .field('stepId', library.stepId)
        .attach('file', await bytes(), 'a.png');
      expect(answer.body).toMatchObject({ code, status: 422 });
      expect(await files()).toEqual(before);
    });

    it('of a step of another pipeline leaves no file', async () => {
      const before = await files();
      const other = await aLibrary(app);
      const answer = await upload()
        .field('stepId', other.stepId)
        .attach('file', await aPng(), 'a.png');
      expect(answer.body).toMatchObject({ code: 'step_not_found', status: 422 });
      expect(await files()).toEqual(before);
    });

    it('broken off half-way leaves no file, and the server goes on', async () => {
      const before = await files();
      const { port } = app.app.getHttpServer().address() as AddressInfo;
      const socket = connect(port, '127.0.0.1');
      const head = `POST /api/v1/runs/${runId}/candidates HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${app.key}\r\nContent-Length: 100000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n`;
      socket.write(
        `${head}--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n${'x'.repeat(5000)}`,
      );
      await untilDeadline('the request to arrive', async () => {
        const open = await new Promise<number>((resolve, reject) =>
          app.app
            .getHttpServer()
            .getConnections((error: Error | null, n: number) => (error ? reject(error) : resolve(n))),
        );
        return open > 0;
      });
      await new Promise((resolve) => socket.once('close', resolve).destroy());
      expect((await app.call('get', `/runs/${runId}`)).status).toBe(200);
      expect(await files()).toEqual(before);
    });
  });

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
      const answer = await app.call('post', `/runs/${runId}/candidates`, {
        stepId: library.stepId,
        imagePath,
        ...(await fields()),
      });
      expect(answer.body).toMatchObject({ status, code });
    });

    it('a winner of another run', async () => {
      const other = await aPreparedRun(app, library);
      expect(
        (await app.call('put', `/runs/${runId}/winner`, { candidateId: other.candidateIds[0] })).body,
      ).toMatchObject({ status: 422, code: 'candidate_not_found' });
    });

    it('a cluster of another persona on a run, and a pillar of another persona on a cluster', async () => {
      const other = await aLibrary(app);
      const mismatch = { status: 422, code: 'persona_mismatch' };
      expect((await app.call('patch', `/runs/${runId}`, { clusterId: other.clusterId })).body).toMatchObject(mismatch);
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

    it('things that the path names and that are not there are 404', async () => {
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

  describe('against the course of a run', () => {
    it('two winners at the same moment end with exactly one', async () => {
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

/** One bit of the last chunk's data changed, its checksum not. */
function flipped(png: Buffer): Buffer {
  const copy = Buffer.from(png);
  const at = copy.length - 20;
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}
