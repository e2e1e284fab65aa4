import { request as httpRequest } from 'node:http';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { HTTP_LIMITS } from '@trellis/http';
import { ObjectStores } from '@trellis/storage';
import { aPng, untilDeadline } from '@trellis/testing';
import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

describe('an upload over its limits', () => {
  const app = useApp({ works: false });

  it.each([
    ['fields', (form: FormData) => Array.from({ length: 25 }, (_, i) => form.append(`field${i}`, 'x'))],
    ['text in a field', (form: FormData) => form.append('stepId', 'x'.repeat(20_000))],
    ['of a name', (form: FormData) => form.append('x'.repeat(5_000), 'x')],
  ])('is refused for too many or too long %s, without a file', async (_what, fill) => {
    const { runId } = await aPreparedRun(app, await aLibrary(app), { candidates: 0, winner: false });
    await app.app.getUrl();
    const { port } = app.app.getHttpServer().address() as { port: number };
    const form = new FormData();
    fill(form);
    form.append('file', new Blob([new Uint8Array(await aPng())], { type: 'image/png' }), 'a.png');
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/runs/${runId}/candidates`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.key}` },
      body: form,
    });
    expect([400, 413]).toContain(answer.status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await app.ok('get', `/runs/${runId}/candidates`)).toMatchObject({ items: [] });
  });
});

describe('a stalled upload', () => {
  const slowBody = { windowMs: 150, leastBytes: 1000 };
  const app = useApp({ works: false, limits: { ...HTTP_LIMITS, silenceMs: 2000, slowBody } });

  const port = () => (app.app.getHttpServer().address() as { port: number }).port;

  /**
   * Sends the head and half of a candidate, then a few bytes now and then; resolves when the server closes the
   * connection.
   */
  const slowUpload = async (runId: string, stepId: string, drip: number) => {
    const bytes = await aPng();
    const boundary = 'x'.repeat(20);
    const part = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n`;
    const upload = httpRequest({
      port: port(),
      host: '127.0.0.1',
      method: 'POST',
      path: `/api/v1/runs/${runId}/candidates`,
      headers: {
        authorization: `Bearer ${app.key}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': String(100_000),
      },
    });
    let over = false;
    upload.on('error', () => (over = true)).on('close', () => (over = true));
    upload.on('response', (answer) => answer.resume().on('end', () => (over = true)));
    upload.write(`--${boundary}\r\ncontent-disposition: form-data; name="stepId"\r\n\r\n${stepId}\r\n${part}`);
    upload.write(bytes.subarray(0, bytes.length / 2));
    const timer = drip > 0 ? setInterval(() => upload.write(Buffer.alloc(drip)), 20) : undefined;
    await untilDeadline('the server to let go', () => over, { seconds: 10 });
    clearInterval(timer);
    upload.destroy();
  };

  it.each([
    ['stops half-way', 0],
    ['drips', 5],
  ])('is cut off when it %s, without file or candidate', async (_what, drip) => {
    const library = await aLibrary(app);
    const { runId } = await aPreparedRun(app, library, { candidates: 0, winner: false });
    await slowUpload(runId, library.stepId, drip);
    expect(await app.ok('get', `/runs/${runId}/candidates`)).toMatchObject({ items: [] });
    const files = await readdir(app.config.CANDIDATE_ROOTS[0] as string, { recursive: true });
    expect(files.filter((name) => name.includes(runId))).toEqual([]);
    expect((await app.raw('get', '/livez')).status).toBe(200);
  });

  it('is cut off before its headers are complete', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.write('POST /api/v1/runs HTTP/1.1\r\nhost: x\r\n');
    let closed = false;
    socket
      .on('close', () => (closed = true))
      .on('error', () => undefined)
      .resume();
    await untilDeadline('the server to close the connection', () => closed, { seconds: 10 });
  });

  it('does not affect a large and steady upload', async () => {
    const library = await aLibrary(app);
    const files = await Promise.all(Array.from({ length: 6 }, () => aPng({ width: 400, height: 300 })));
    const upload = app.call('post', `/clusters/${library.clusterId}/photos`);
    for (const [i, bytes] of files.entries()) upload.attach('files', bytes, `${i}.png`);
    const { status, body } = await upload;
    expect(status).toBe(207);
    expect((body as { results: { status: string }[] }).results.map((one) => one.status)).toEqual(
      Array<string>(6).fill('created'),
    );
  });
});

describe('an upload whose files are stored slowly', () => {
  const app = useApp({ works: false, limits: { ...HTTP_LIMITS, silenceMs: 700 } });

  it('is answered, although the connection is silent meanwhile', async () => {
    const { clusterId } = await aLibrary(app);
    const storage = app.app.get(ObjectStores, { strict: false }).of('private');
    const put = storage.put.bind(storage);
    jest.spyOn(storage, 'put').mockImplementation(async (...object) => {
      await pause(500);
      return put(...object);
    });
    const request = app.call('post', `/clusters/${clusterId}/photos`);
    for (const name of ['a.png', 'b.png', 'c.png']) request.attach('files', await aPng(), name);
    const { status, body } = await request;
    expect([status, (body as { results: { status: string }[] }).results.map((one) => one.status)]).toEqual([
      207,
      ['created', 'created', 'created'],
    ]);
    jest.restoreAllMocks();
  }, 20_000);
});
