import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { aPng, FakeInstagram, untilDeadline } from '@trellis/testing';
import type { RunningCommand } from '../support/process.spec-support.ts';
import { ServerFleet } from '../support/server-fleet.spec-support.ts';

const ACCOUNT = '17841400000000001';
const CANARY = 'canary-token-that-nothing-may-show';

interface Post {
  id: string;
  state: string;
  caption: string;
  reason: string | null;
  permalink: string | null;
  providerMediaId: string | null;
  due: boolean;
}

/** A server before the fake that repeats what it was asked in its errors, as providers do. */
class EchoingProxy {
  isEchoing = false;
  private readonly server: Server;

  constructor(target: string) {
    this.server = createServer((request, response) => {
      void text(request).then(async (body) => {
        const headers = {
          authorization: request.headers.authorization ?? '',
          'content-type': request.headers['content-type'] ?? '',
        };
        if (this.isEchoing) {
          const message = JSON.stringify([request.url, request.headers, body]);
          response.writeHead(400).end(JSON.stringify({ error: { message, code: 190, error_subcode: 460 } }));
          return;
        }
        const init = { method: request.method, headers, ...(body && { body }) };
        const answer = await fetch(target + request.url, init);
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      });
    });
  }

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('an account on Instagram, over the API', () => {
  const fleet = new ServerFleet();
  let [fake, proxy, server]: [FakeInstagram, EchoingProxy, RunningCommand] = [] as never;
  let accountId = '';
  /** Everything that was answered. */
  const answers: unknown[] = [];
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await server.call<T>(method, path, body);
    answers.push(answer);
    return answer;
  };

  beforeAll(async () => {
    await fleet.prepare();
    fake = await FakeInstagram.start({ token: CANARY });
    proxy = new EchoingProxy(fake.url);
    server = await fleet.start({
      ...{ INSTAGRAM_GRAPH_URL: await proxy.start(), SECRETS_KEY: randomBytes(32).toString('base64') },
      // On a disk the server itself serves the pictures.
      ...{ LOG_LEVEL: 'trace', LOG_FORMAT: 'json', STORAGE_DRIVER: 'disk', PUBLIC_BASE_URL: undefined },
    });
    await fleet.makeLibrary(server);
    const { personaId } = await server.call<{ personaId: string }>('GET', `/clusters/${fleet.clusterId}`);
    const account = { provider: 'instagram', name: 'north quay', externalId: ACCOUNT, minGapMinutes: 0 };
    accountId = (await call<{ id: string }>('POST', `/personas/${personaId}/accounts`, account)).id;
  }, 120_000);
  afterAll(async () => {
    await fleet.stop();
    proxy.stop();
    await fake.stop();
  }, 60_000);

  async function aPost(): Promise<Post> {
    const form = new FormData();
    form.append(
      'files',
      new Blob([new Uint8Array(await aPng({ width: 500, height: 500 }))], { type: 'image/png' }),
      'a.png',
    );
    const path = `/clusters/${fleet.clusterId}/photos`;
    const { results } = await server.send<{ results: [{ photo: { id: string } }] }>('POST', path, form);
    const { id } = results[0].photo;
    const ready = async () =>
      (await call<{ readiness: { state: string } }>('GET', `/photos/${id}`)).readiness.state === 'ready';
    await untilDeadline('the renditions', ready);
    return call<Post>('POST', '/posts', { accountId, photoIds: [id], caption: `Good morning ${id}` });
  }

  const until = (id: string, state: string) =>
    untilDeadline(`the post to be ${state}`, async () => {
      const post = await call<Post>('GET', `/posts/${id}`);
      return post.state === state && post;
    });

  it('waits for its token, says so, and publishes once with it', async () => {
    const check = () => call<{ ok: boolean; problems: { code: string }[] }>('POST', `/accounts/${accountId}/check`);
    expect(await check()).toMatchObject({ ok: false, problems: [{ code: 'needs_login' }] });
    await call('PUT', `/accounts/${accountId}/token`, { token: CANARY });
    expect(await check()).toMatchObject({ ok: true, problems: [] });
    const { id } = await aPost();
    expect(await call('POST', `/posts/${id}/publish`, {})).toMatchObject({ state: 'scheduled', due: false });
    const post = await until(id, 'published');
    expect(fake.account.media).toMatchObject([{ id: post.providerMediaId, caption: post.caption }]);
    const publishing = await call<{ accounts: { accountId: string; media: { id: string }[] }[] }>('GET', '/publishing');
    expect(publishing.accounts).toMatchObject([{ accountId, media: [{ id: post.providerMediaId }] }]);
    expect(await call('GET', `/accounts/${accountId}`)).toMatchObject({ quota: { total: 100 }, pausedAt: null });
    const linked = async () => (await call<Post>('GET', `/posts/${id}`)).permalink;
    expect(await untilDeadline('the permalink', linked)).toMatch(/^https:\/\/www\.instagram\.com\/p\//);
  }, 60_000);

  it('pauses when its token was taken back, and shows the token nowhere, also where the provider repeats it', async () => {
    proxy.isEchoing = true;
    const { id } = await aPost();
    await call('POST', `/posts/${id}/publish`, {});
    const paused = async () =>
      (await call<{ pauseReason: string | null }>('GET', `/accounts/${accountId}`)).pauseReason;
    await untilDeadline('the pause', async () => (await paused()) === 'needs_login');
    expect(await call('GET', `/posts/${id}`)).toMatchObject({ state: 'scheduled', lastError: { code: 'needs_login' } });
    await call('POST', `/accounts/${accountId}/check`);
    await call('GET', '/audit?limit=200');
    await call('GET', `/posts/${id}/events`);
    await call('GET', '/publishing');
    const metrics = await (
      await fetch(`${server.base}/metrics`, { headers: { authorization: `Bearer ${fleet.key}` } })
    ).text();
    const rows = await fleet.dataSource.query<object[]>(`select * from post_events`);
    const tokens = await fleet.dataSource.query<object[]>(`select token::text from publish_accounts`);
    const everything = [server.output, metrics, JSON.stringify(answers), JSON.stringify([rows, tokens])].join('\n');
    expect(server.output).toContain('"level":');
    expect(everything).not.toContain(CANARY);
    proxy.isEchoing = false;
    await call('PUT', `/accounts/${accountId}/token`, { token: CANARY });
    await until(id, 'published');
    expect(fake.account.media).toHaveLength(2);
  }, 60_000);
});
