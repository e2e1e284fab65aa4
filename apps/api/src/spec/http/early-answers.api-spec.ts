import { connect, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { untilDeadline } from '@trellis/testing';
import { useApp } from '../support/use-app.spec-support.ts';

const UNKNOWN = '01890a5d-ac96-774b-bcce-b302099a8fff';
const BODY = Buffer.alloc(4_000_000, 'x');

describe('an answer before the body has arrived', () => {
  const app = useApp({ works: false });

  /** Writes the whole request before it reads, as most clients do. Resolves with the status line, or with the error. */
  const send = (path: string, headers: Record<string, string>, body = BODY): Promise<string> =>
    new Promise((resolve) => {
      const { port } = app.app.getHttpServer().address() as AddressInfo;
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).pause();
      const head = { Host: 'x', 'Content-Length': String(body.length), ...headers };
      const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
      let answer = '';
      socket.on('error', ({ message }) => resolve(message));
      socket.on('data', (bytes) => {
        answer += bytes.toString();
        if (answer.includes('\r\n\r\n')) resolve(answer.split('\r\n')[0] ?? '');
      });
      socket.write(`POST /api/v1${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(body, () => socket.resume());
    });

  it.each([
    ['a wrong key', `/runs/${UNKNOWN}/candidates`, 'multipart/form-data; boundary=x', 'Bearer wrong', 401],
    ['an unknown run', `/runs/${UNKNOWN}/candidates`, 'multipart/form-data; boundary=x', undefined, 404],
    ['a JSON body over the limit', '/runs', 'application/json', undefined, 413],
    ['a path that cannot be decoded', '/runs/%zz/candidates', 'multipart/form-data; boundary=x', undefined, 400],
    ['another content type', '/runs', 'application/octet-stream', undefined, 400],
  ])(
    'to %s reaches the client',
    async (_what, path, type, authorization, status) => {
      const key = authorization ?? `Bearer ${app.key}`;
      for (const connection of ['close', 'keep-alive']) {
        const headers = { Authorization: key, 'Content-Type': type, Connection: connection };
        const answers = await Promise.all(Array.from({ length: 4 }, () => send(path, headers)));
        expect(answers.map((line) => line.split(' ')[1])).toEqual(Array<string>(4).fill(String(status)));
      }
    },
    60_000,
  );

  it('to something that is not HTTP reaches the client', async () => {
    const line = await send('/runs', { 'X-Long': 'x'.repeat(200_000) });
    expect(line).toBe('HTTP/1.1 431 Request Header Fields Too Large');
  });

  it('reads on for 32 MB and no further', async () => {
    const { port } = app.app.getHttpServer().address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume();
    let closed = false;
    socket.on('error', () => undefined).on('close', () => (closed = true));
    socket.write('POST /api/v1/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n');
    for (let sent = 0; sent < 90_000_000 && !closed; sent += BODY.length) {
      await new Promise<void>((resolve) => socket.write(BODY, () => resolve()));
      await pause(1);
    }
    await untilDeadline('the server to close', () => closed, { seconds: 4 });
    expect(socket.bytesWritten).toBeLessThan(60_000_000);
  }, 20_000);

  it('reads on for five seconds and no longer', async () => {
    const { port } = app.app.getHttpServer().address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume();
    let closed = false;
    socket.on('error', () => undefined).on('close', () => (closed = true));
    socket.write('POST /api/v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n');
    const begun = performance.now();
    const dripping = setInterval(() => socket.write('x'), 50);
    await untilDeadline('the server to close', () => closed, { seconds: 10 });
    clearInterval(dripping);
    expect(performance.now() - begun).toBeGreaterThan(4_500);
  }, 20_000);
});
