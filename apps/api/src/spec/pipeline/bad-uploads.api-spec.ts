import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPng, pngOfBytes, untilDeadline } from '@trellis/testing';
import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp, useEmptyRun, useLibrary } from '../support/use-app.spec-support.ts';

describe('bad input', () => {
  const app = useApp();
  const library = useLibrary(app);
  const run = useEmptyRun(app, library);

  describe('in an upload', () => {
    const upload = (id = run.runId) => app.call('post', `/runs/${id}/candidates`);
    const files = async () =>
      (await readdir(app.root, { recursive: true })).filter(
        (name) => name.includes(run.runId) && name.includes('/') && !name.includes('.renditions/'),
      );

    it('of a hostile file name keeps the file in its own place', async () => {
      const answer = await upload()
        .field('stepId', library.stepId)
        .attach('file', await aPng(), '../../../etc/pa\\..\\sswd\u0000.png');
      expect(answer.body).toMatchObject({ imagePath: join(app.root, run.runId, `${answer.body.id}.png`) });
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

    it('into a folder that was replaced by a link is refused, and writes nothing', async () => {
      const other = await aPreparedRun(app, library, { candidates: 0, winner: false });
      const elsewhere = await mkdtemp(join(tmpdir(), 'trellis-elsewhere-'));
      await symlink(elsewhere, join(app.root, other.runId));
      const answer = await upload(other.runId)
        .field('stepId', library.stepId)
        .attach('file', await aPng(), 'a.png');
      expect(answer.body).toMatchObject({ code: 'image_outside_roots', status: 409 });
      expect(await readdir(elsewhere)).toEqual([]);
      await rm(elsewhere, { recursive: true });
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

    it('that is aborted leaves no file, and the server keeps running', async () => {
      const before = await files();
      const { port } = app.app.getHttpServer().address() as AddressInfo;
      const socket = connect(port, '127.0.0.1');
      const head = `POST /api/v1/runs/${run.runId}/candidates HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${app.key}\r\nContent-Length: 100000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n`;
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
      expect((await app.call('get', `/runs/${run.runId}`)).status).toBe(200);
      expect(await files()).toEqual(before);
    });
  });
});
