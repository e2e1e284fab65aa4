import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '@trellis/config';
import { EGRESS_LIMITS, EgressSettings } from '@trellis/egress';
import { PublicProbe } from './public-probe.ts';
import type { PublicProblem } from './public-problem.ts';

const bytes = Buffer.from('a JPEG');
const expected = {
  contentType: 'image/jpeg',
  byteSize: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};
const jpeg = { 'content-type': 'image/jpeg' };
type Answer = (response: ServerResponse) => unknown;

describe('the public probe', () => {
  let server: Server;
  let base: string;
  let asked: IncomingMessage[];
  let picture: Answer;
  let robots: Answer;

  beforeEach(async () => {
    asked = [];
    picture = (response) => response.writeHead(200, jpeg).end(bytes);
    robots = (response) => response.writeHead(404).end();
    server = createServer((request, response) => {
      asked.push(request);
      (request.url === '/robots.txt' ? robots : picture)(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const probe = (publicBaseUrl = `${base}/media`) =>
    new PublicProbe(loadConfig({ PUBLIC_BASE_URL: publicBaseUrl }, [EgressSettings]));
  const problem = () => probe().problemOf(`${base}/media/renditions/a.jpg`, expected);

  it('fetches as the platform does: its name, no key, robots.txt first', async () => {
    expect(await problem()).toBe('loopback');
    expect(asked.map(({ url }) => url)).toEqual(['/robots.txt', '/media/renditions/a.jpg']);
    for (const { headers } of asked) {
      expect(headers['user-agent']).toBe('facebookexternalhit/1.1');
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['authorization', 'cookie']));
    }
  });

  it.each<[PublicProblem, string, Answer]>([
    ['url_not_public', 'a 403', (response) => response.writeHead(403, jpeg).end(bytes)],
    ['url_not_public', 'a 206', (response) => response.writeHead(206, jpeg).end(bytes)],
    ['url_not_public', 'a closed connection', (response) => response.destroy()],
    ['url_redirects', 'a redirection', (response) => response.writeHead(302, { location: '/login' }).end()],
    ['url_wrong_type', 'a page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(bytes)],
    ['url_wrong_type', 'no type', (response) => response.writeHead(200).end(bytes)],
    ['url_differs', 'other bytes', (response) => response.writeHead(200, jpeg).end(Buffer.alloc(bytes.length))],
    ['url_differs', 'fewer bytes', (response) => response.writeHead(200, jpeg).end(bytes.subarray(1))],
    ['url_differs', 'more bytes', (response) => response.writeHead(200, jpeg).end(Buffer.concat([bytes, bytes]))],
  ])('says %s for %s', async (reason, _what, answer) => {
    picture = answer;
    expect(await problem()).toBe(reason);
  });

  it.each<[PublicProblem, string, number, string]>([
    ['robots_forbid', 'everything is forbidden', 200, 'User-agent: *\nDisallow: /'],
    ['robots_forbid', 'this agent is forbidden', 200, 'User-agent: facebookexternalhit\nDisallow: /media/'],
    ['robots_forbid', 'the host fails to answer', 503, ''],
    ['loopback', 'another agent is forbidden', 200, 'User-agent: other\nDisallow: /'],
    ['loopback', 'another folder is forbidden', 200, 'User-agent: *\nDisallow: /api/'],
    ['loopback', 'the file is refused', 403, 'User-agent: *\nDisallow: /'],
  ])('says %s when %s', async (reason, _what, status, text) => {
    robots = (response) => response.writeHead(status).end(text);
    expect(await problem()).toBe(reason);
  });

  it('says that a host is too slow', async () => {
    picture = (response) => response.writeHead(200, jpeg).write(bytes.subarray(1));
    const hasty = new PublicProbe(loadConfig({ PUBLIC_BASE_URL: base }, [EgressSettings]), {
      ...EGRESS_LIMITS,
      wholeMs: 300,
    });
    expect(await hasty.problemOf(`${base}/a.jpg`, expected)).toBe('url_timeout');
  });

  it('asks for robots.txt once for many pictures', async () => {
    const one = probe();
    for (let i = 0; i < 3; i += 1) await one.problemOf(`${base}/media/${i}.jpg`, expected);
    expect(asked.filter(({ url }) => url === '/robots.txt')).toHaveLength(1);
  });

  it('asks no other host', async () => {
    const elsewhere = probe('http://127.0.0.1:1/media').problemOf(`${base}/media/a.jpg`, expected);
    await expect(elsewhere).rejects.toThrow('only the host of PUBLIC_BASE_URL');
    expect(asked).toEqual([]);
  });

  it('says that a host that is not there is not public', async () => {
    const away = probe('http://127.0.0.1:1/media');
    expect(await away.problemOf('http://127.0.0.1:1/media/a.jpg', expected)).toBe('url_not_public');
  });
});
