import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

interface Answer {
  status: number;
  body: { id?: string; name?: string; code?: string; detail?: string };
}

describe('a JSON body', () => {
  const app = useApp({ works: false });

  const send = (path: string, headers: Record<string, string>, bytes: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { port } = app.app.getHttpServer().address() as AddressInfo;
      const all = { authorization: `Bearer ${app.key}`, 'content-length': String(bytes.length), ...headers };
      const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: `/api/v1${path}`, headers: all });
      request.on('error', reject).on('response', (answer) => {
        let text = '';
        answer
          .on('data', (piece) => (text += String(piece)))
          .on('end', () =>
            resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text || '{}') as Answer['body'] }),
          );
      });
      request.end(bytes);
    });
  const json = (type: string, bytes: Buffer) => send('/personas', { 'content-type': type }, bytes);
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  const persona = (name: string) => JSON.stringify({ name });

  it.each([
    ['UTF-8', 'application/json', Buffer.from(persona('Küche 1')), 'Küche 1'],
    ['UTF-8 with a mark', 'application/json', Buffer.from(`\ufeff${persona('Küche 2')}`), 'Küche 2'],
    ['UTF-16 with a mark', 'application/json; charset=UTF-16', utf16(persona('Küche 3')), 'Küche 3'],
    ['UTF-8 by name', 'application/json; charset="utf-8"', Buffer.from(persona('Küche 4')), 'Küche 4'],
  ])('is read in %s', async (_what, type, bytes, name) => {
    const { status, body } = await json(type, bytes);
    expect([status, body.name]).toEqual([201, name]);
  });

  it.each([
    [
      'bytes that are not UTF-8',
      'application/json',
      Buffer.from(persona('Küche'), 'latin1'),
      'Byte 10 (line 1) is not',
    ],
    ['half a character', 'application/json', Buffer.from(persona('Küche')).subarray(0, 11), 'Byte 10 (line 1) is not'],
    ['another charset', 'application/json; charset=latin1', Buffer.from(persona('x')), 'JSON in UTF-8'],
    ['UTF-16 without a mark', 'application/json; charset=utf-16', Buffer.from(persona('x'), 'utf16le'), 'JSON'],
    ['another type', 'text/plain', Buffer.from(persona('x')), 'Send the body as application/json'],
  ])('is refused for %s', async (_what, type, bytes, why) => {
    const { status, body } = await json(type, bytes);
    expect([status, body.code, body.detail]).toEqual([400, 'malformed_json', expect.stringContaining(why)]);
  });

  it('over the limit is refused with the limit', async () => {
    const { status, body } = await json('application/json', Buffer.from(persona('x'.repeat(1_100_000))));
    expect([status, body.code, body.detail]).toEqual([
      413,
      'payload_too_large',
      'A JSON body has at most 1048576 bytes.',
    ]);
  });

  it('without a byte is no body, whatever type the client names', async () => {
    const library = await aLibrary(app);
    for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain']) {
      const { runId } = await aPreparedRun(app, library);
      const { status } = await send(`/runs/${runId}/completion`, { 'content-type': type }, Buffer.alloc(0));
      expect(status).toBe(200);
    }
  });
});
