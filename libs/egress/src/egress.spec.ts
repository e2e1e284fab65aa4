import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Egress, EGRESS_LIMITS } from './index.ts';

const failing = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no failure',
    (error: unknown) => (error as { code: string }).code,
  );

describe('an address that must not be reached', () => {
  const egress = new Egress({}, EGRESS_LIMITS, async () => ['127.0.0.1']);

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://127.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://127.0.0.1./',
    'http://0.0.0.0/',
    'http://0/',
    'http://127.255.255.254/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://0xc0a80101/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://100.64.0.1/',
    'http://100.100.100.200/',
    'http://192.0.0.1/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://240.0.0.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:7f00:1::]/',
    'http://[2001::1]/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://localhost/',
    'http://LOCALHOST/',
    'http://ⓛocalhost/',
    'http://name.that.resolves.to.loopback/',
  ])('is refused as %s', async (url) => {
    expect(await failing(egress.fetch(url))).toBe('address_refused');
  });

  it.each([
    'ftp://example.org/',
    'file:///etc/passwd',
    'gopher://example.org/',
    'data:text/plain,x',
    'javascript:1',
    'http://user:secret@example.org/',
    'http://user@example.org/',
    '//example.org/',
    'example.org',
    'http://',
    '',
  ])('and %j is no URL of a server', async (url) => {
    expect(await failing(egress.fetch(url))).toBe('invalid_url');
  });

  it('is refused when one of several addresses of a name is', async () => {
    const mixed = new Egress({}, EGRESS_LIMITS, async () => ['93.184.215.14', '10.0.0.7']);
    expect(await failing(mixed.fetch('https://example.org/'))).toBe('address_refused');
  });

  it('is never reached when it is one of a metadata service, also where it was configured', async () => {
    const hosts = [
      '169.254.169.254',
      '100.100.100.200',
      '[::ffff:100.100.100.200]',
      '168.63.129.16',
      '[fd00:ec2::254]',
    ];
    for (const host of hosts) {
      const configured = new Egress({ configured: [`http://${host}/`], allowed: [`${host}:80`] });
      expect(await failing(configured.fetch(`http://${host}/`))).toBe('address_refused');
    }
  });
});

/** RFC 6455 */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

describe('a server that was configured', () => {
  let server: Server;
  let base: string;
  const answers: Record<string, (send: (status: number, headers: object, body?: Buffer) => void) => void> = {
    '/ok': (send) => send(200, { 'content-type': 'application/json' }, Buffer.from('{"a":1}')),
    '/away': (send) => send(302, { location: 'http://169.254.169.254/' }),
    '/bomb': (send) => send(200, { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(5_000_000, ' '))),
    '/broken': (send) => send(200, {}, Buffer.from([0x7b, 0xff])),
    '/silent': () => undefined,
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      answers[request.url ?? '']?.((status, headers, body) => response.writeHead(status, { ...headers }).end(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const egress = (limits = EGRESS_LIMITS) => new Egress({ configured: [base] }, limits);

  it('is reached on exactly its host and port, also inside this network', async () => {
    const answer = await egress().fetch(`${base}/ok`);
    expect(await egress().json(answer)).toEqual({ a: 1 });
    expect(await failing(egress().fetch('http://127.0.0.1:1/'))).toBe('address_refused');
    expect(await failing(egress().fetch(base.replace('127.0.0.1', 'localhost')))).toBe('address_refused');
    const { port } = server.address() as AddressInfo;
    const allowed = new Egress({ allowed: [`127.0.0.1:${port}`] });
    expect((await allowed.fetch(`${base}/ok`)).status).toBe(200);
  });

  it('is reached at the address that was checked, whatever its name means later', async () => {
    let asked = 0;
    const { port } = server.address() as AddressInfo;
    const url = `http://renamed.test:${port}`;
    const names = async () => ((asked += 1) === 1 ? ['127.0.0.1'] : ['10.0.0.7']);
    const answer = await new Egress({ configured: [url] }, EGRESS_LIMITS, names).fetch(`${url}/ok`);
    expect([answer.status, asked]).toEqual([200, 1]);
  });

  it.each([
    ['/away', 'redirected'],
    ['/bomb', 'too_large'],
    ['/broken', 'malformed'],
    ['/silent', 'timed_out'],
  ])('whose answer to %s is hostile has the failure %s', async (path, failure) => {
    const hasty = egress(path === '/silent' ? { ...EGRESS_LIMITS, wholeMs: 300 } : EGRESS_LIMITS);
    expect(await failing(hasty.fetch(base + path).then((answer) => hasty.json(answer)))).toBe(failure);
  });

  it('talks over a web socket, with the same rules', async () => {
    const { port } = server.address() as AddressInfo;
    server.on('upgrade', (request, socket) => {
      const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      socket.once('data', () => socket.destroy());
      socket.write(Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('hello')]));
    });
    const names = async () => ['127.0.0.1'];
    const url = `ws://progress.test:${port}/ws`;
    const socket = await new Egress({ configured: [url] }, EGRESS_LIMITS, names).webSocket(url);
    const message = await new Promise((resolve) => socket.addEventListener('message', ({ data }) => resolve(data)));
    expect(message).toBe('hello');
    socket.close();
    expect(await failing(new Egress({}, EGRESS_LIMITS, names).webSocket(url))).toBe('address_refused');
    expect(await failing(egress().webSocket(`${base}/ws`))).toBe('invalid_url');
    expect(await failing(egress().webSocket(`ws://user:secret@127.0.0.1:${port}/`))).toBe('invalid_url');
    const dead = 'ws://127.0.0.1:1';
    expect(await failing(new Egress({ configured: [dead] }).webSocket(dead))).toBe('unreachable');
  });

  it('that does not answer is unreachable, and an unknown name is unknown', async () => {
    const dead = 'http://127.0.0.1:1';
    expect(await failing(new Egress({ configured: [dead] }).fetch(dead))).toBe('unreachable');
    const unknown = async () => Promise.reject(new Error('ENOTFOUND'));
    expect(await failing(new Egress({}, EGRESS_LIMITS, unknown).fetch('http://unknown.test'))).toBe('unknown_host');
    const never = () => new Promise<string[]>(() => undefined);
    const slow = new Egress({}, { ...EGRESS_LIMITS, wholeMs: 100 }, never);
    expect(await failing(slow.fetch('http://slow.test'))).toBe('timed_out');
  });
});
