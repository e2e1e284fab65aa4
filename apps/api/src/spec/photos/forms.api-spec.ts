import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aPng } from '@trellis/testing';
import { useApp, useEmptyRun, useLibrary } from '../support/use-app.spec-support.ts';

interface Result {
  file: string;
  status: string;
  code: string | null;
  detail: string | null;
}
interface Answer {
  status: number;
  body: { results?: Result[]; code?: string; detail?: string; errors?: { path: string; message: string }[] };
}
type Part = [head: string | Buffer, body: string | Buffer];

describe('a form', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  const run = useEmptyRun(app, library);

  const send = (path: string, parts: Part[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { port } = app.app.getHttpServer().address() as AddressInfo;
      const headers = { authorization: `Bearer ${app.key}`, 'content-type': 'multipart/form-data; boundary=XbX' };
      const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: `/api/v1${path}`, headers });
      request.on('error', reject).on('response', (answer) => {
        let text = '';
        answer
          .on('data', (piece) => (text += String(piece)))
          .on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) as Answer['body'] }));
      });
      for (const [head, body] of parts) {
        request.write('--XbX\r\nContent-Disposition: form-data; ');
        request.write(head);
        request.write('\r\n\r\n');
        request.write(body);
        request.write('\r\n');
      }
      request.end('--XbX--\r\n');
    });
  const file = (field: string, name: string) => `name="${field}"; filename="${name}"\r\nContent-Type: image/png`;
  const upload = (parts: Part[]) => send(`/clusters/${library.clusterId}/photos`, parts);
  const register = (parts: Part[]) => send(`/runs/${run.runId}/candidates`, parts);
  const outcomes = ({ body }: Answer) => body.results?.map((one) => [one.file, one.status, one.code]);

  it('of photos accounts for every part, also after one that does not belong to it', async () => {
    const answer = await upload([
      [file('files', 'z1.png'), await aPng()],
      ['name="description"', 'x'],
      [file('picture', 'other.png'), await aPng()],
      [file('files', 'z2.png'), await aPng()],
    ]);
    expect(answer.status).toBe(207);
    expect(outcomes(answer)).toEqual([
      ['z1.png', 'created', null],
      ['description', 'refused', 'validation_failed'],
      ['other.png', 'refused', 'validation_failed'],
      ['z2.png', 'created', null],
    ]);
    expect(answer.body.results?.[2]?.detail).toBe('picture: is not a field of this form; files must be sent as files');
  });

  it.each([
    ['a forbidden name', 'name="__proto__"'],
    ['JSON that is none', 'name="meta"\r\nContent-Type: application/json'],
  ])('of photos reports the files around a part with %s', async (_what, bad) => {
    const answer = await upload([
      [file('files', 'z1.png'), await aPng()],
      [bad, 'x'],
      [file('files', 'z2.png'), await aPng()],
    ]);
    expect(outcomes(answer)).toEqual([
      ['z1.png', 'created', null],
      ['z2.png', 'created', null],
      ['body', 'refused', 'validation_failed'],
    ]);
  });

  it('of photos refuses what comes after 200 files one by one, with the limit', async () => {
    const answer = await upload(Array.from({ length: 202 }, (_, i) => [file('files', `${i}.png`), 'no image']));
    const last = answer.body.results?.slice(199);
    expect(last?.map(({ code }) => code)).toEqual(['not_an_image', 'payload_too_large', 'payload_too_large']);
    expect(last?.[1]?.detail).toContain('at most 200 files');
  });

  it('of photos refuses a file name that is not UTF-8, and no other file', async () => {
    const answer = await upload([
      [Buffer.from(file('files', 'café.png'), 'latin1'), await aPng()],
      [file('files', 'cafe\u0301 光.png'), await aPng()],
    ]);
    expect(outcomes(answer)).toEqual([
      ['caf\ufffd.png', 'refused', 'validation_failed'],
      ['cafe\u0301 光.png', 'created', null],
    ]);
    expect(answer.body.results?.[0]?.detail).toContain('has a file name that is not UTF-8');
  });

  it('of photos cuts long names between two characters', async () => {
    const answer = await upload([[file('files', `${'n'.repeat(199)}😀.png`), await aPng()]]);
    expect(answer.body.results?.[0]).toMatchObject({ file: `${'n'.repeat(199)}😀`, status: 'created' });
  });

  it.each([
    ['with its type', 'name="file"\r\nContent-Type: image/png'],
    ['without its type', 'name="file"'],
  ])('takes a file without a file name, %s', async (_what, head) => {
    const answer = await register([
      ['name="stepId"', library.stepId],
      [head, await aPng()],
    ]);
    expect(answer.status).toBe(201);
  });

  it('takes a blank field as absent', async () => {
    const answer = await register([
      [file('file', 'a.png'), await aPng()],
      ['name="parentId"', ''],
      ['name="stepId"', library.stepId],
    ]);
    expect(answer.status).toBe(201);
  });

  it('names every part that does not belong to it, in any order', async () => {
    const parts: Part[] = [
      [file('file', 'a.png'), await aPng()],
      ['name="colour"', 'red'],
      ['name="stepId"', library.stepId],
      ['name="stepId"', library.stepId],
      [file('parentId', 'b.png'), 'x'],
    ];
    for (const order of [parts, parts.toReversed()]) {
      const { status, body } = await register(order);
      expect(status).toBe(400);
      expect(body.errors?.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
        { path: 'colour', message: 'is not a field of this form' },
        { path: 'parentId', message: 'must be a text, not a file' },
        { path: 'stepId', message: 'is repeated' },
      ]);
    }
  });

  it('with more parts than a form may have is refused with the limits', async () => {
    const answer = await register(Array.from({ length: 1_600 }, (): Part => ['name="colour"', 'red']));
    expect([answer.status, answer.body.detail]).toEqual([
      413,
      'A form has at most 1500 parts, 1000 files and 500 texts. What follows was not read.',
    ]);
  });
});
