import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeInstagram } from '@trellis/testing';
import { classOf } from './failure-class.ts';
import { GraphClient } from './graph-client.ts';
import { again, outcomeOf, pauseOf } from './outcomes.ts';

const { INSTAGRAM_LIVE_TOKEN: LIVE_TOKEN, INSTAGRAM_LIVE_ACCOUNT: LIVE_ACCOUNT = '' } = process.env;
const version = 'v26.0';
const more = { version, tokenIn: 'header', isConfigured: true } as const;

/** Against the fake; against Instagram itself only where a token is given. Nothing is published there. */
const targets: [string, () => Promise<{ client: GraphClient; stop: () => Promise<void> }>][] = [
  [
    'the fake',
    async () => {
      const fake = await FakeInstagram.start();
      const address = { ...more, baseUrl: fake.url, token: 'fake-token' } as const;
      return { client: new GraphClient(address, fake.account.id), stop: () => fake.stop() };
    },
  ],
];
if (LIVE_TOKEN)
  targets.push([
    'Instagram',
    () => {
      const address = {
        baseUrl: 'https://graph.instagram.com',
        version,
        token: LIVE_TOKEN,
        tokenIn: 'header',
      } as const;
      return Promise.resolve({ client: new GraphClient(address, LIVE_ACCOUNT), stop: () => Promise.resolve() });
    },
  ]);

describe.each(targets)('the Graph API as %s has it', (_name, start) => {
  let client: GraphClient;
  let stop: () => Promise<void>;
  beforeAll(async () => ({ client, stop } = await start()));
  afterAll(() => stop());

  it('names the account of a token', async () => {
    const profile = await client.profile();
    expect(profile).toMatchObject({ kind: 'ok', value: { id: expect.stringMatching(/^\d+$/) as string } });
  });

  it('has a quota, and a list of media', async () => {
    expect(await client.quota()).toMatchObject({
      kind: 'ok',
      value: { used: expect.any(Number), total: expect.any(Number) },
    });
    const media = await client.media();
    expect(media.kind === 'ok' && media.value.length <= 25).toBe(true);
  });

  it('knows no container of another id, and publishes none', async () => {
    expect(await client.status('17800000000099999')).toMatchObject({ kind: 'error', status: 400 });
    expect(await client.publish('17800000000099999')).toMatchObject({ kind: 'error' });
  });

  it('refuses a picture that it cannot fetch', async () => {
    const answer = await client.createPicture({ imageUrl: 'http://127.0.0.1:1/x.jpg', altText: null }, undefined);
    expect(answer).toMatchObject({ kind: 'error', status: 400 });
  });
});

describe('answers as they were recorded', () => {
  let answer: { status?: number; headers?: Record<string, string>; body: string };
  let server: Server;
  let client: GraphClient;
  const asked: { url: string; authorization: string | undefined }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push({ url: request.url ?? '', authorization: request.headers.authorization });
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = new GraphClient({ ...more, baseUrl, token: 'secret', tokenIn: 'query' }, '17841400000000001');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const ID = '17889455560051444';
  const error = (fields: object) =>
    JSON.stringify({ error: { message: 'x', type: 'OAuthException', fbtrace_id: 'AbCdEf', ...fields } });

  it('a new container, a published medium, and the states of a container', async () => {
    answer = { body: `{"id":"${ID}"}` };
    expect(await client.publish('1')).toEqual({ kind: 'ok', value: ID });
    expect(asked.at(-1)).toEqual({
      url: '/v26.0/17841400000000001/media_publish?access_token=secret',
      authorization: undefined,
    });
    for (const status of ['IN_PROGRESS', 'FINISHED', 'ERROR'] as const) {
      answer = { body: JSON.stringify({ status_code: status, status: 'Error: Media upload has failed', id: ID }) };
      expect(await client.status(ID)).toEqual({ kind: 'ok', value: status });
    }
  });

  it('a quota', async () => {
    answer = { body: '{"data":[{"quota_usage":3,"config":{"quota_total":100,"quota_duration":86400}}]}' };
    expect(await client.quota()).toEqual({ kind: 'ok', value: { used: 3, total: 100 } });
  });

  it.each([
    [400, { code: 9007, error_subcode: 2207027 }, 'not_ready'],
    [403, { code: 4, is_transient: true }, 'rate'],
    [400, { code: 190, error_subcode: 463 }, 'auth'],
    [400, { code: 190, error_subcode: 460 }, 'auth'],
    [403, { code: 10 }, 'auth'],
    [403, { code: 250 }, 'auth'],
    [400, { code: -2, error_subcode: 2207003 }, 'transient'],
    [400, { code: -1, error_subcode: 2207001 }, 'transient'],
    [400, { code: -1, error_subcode: 2207032 }, 'transient'],
    [400, { code: 9004, error_subcode: 2207052 }, 'transient'],
    [500, { code: 1 }, 'transient'],
    [503, { code: 987 }, 'transient'],
    [400, { code: 24, error_subcode: 2207008 }, 'not_ready'],
    [400, { code: -2, error_subcode: 2207020 }, 'container_dead'],
    [400, { code: 24, error_subcode: 2207006 }, 'container_dead'],
    [400, { code: 9, error_subcode: 2207042 }, 'quota'],
    [400, { code: 613 }, 'rate'],
    [400, { code: 80_002 }, 'rate'],
    [400, { code: 4, error_subcode: 2207051 }, 'blocked'],
    [400, { code: 25, error_subcode: 2207050 }, 'blocked'],
    [400, { code: 368 }, 'blocked'],
    [400, { code: 36_000, error_subcode: 2207004 }, 'content'],
    [400, { code: 36_003, error_subcode: 2207009 }, 'content'],
    [400, { code: 36_004, error_subcode: 2207010 }, 'content'],
    [400, { code: 100 }, 'content'],
  ])('an error %i %j is of the class %s', async (status, fields, expected) => {
    answer = { status, body: error(fields) };
    const failure = await client.publish('1');
    expect(failure.kind !== 'ok' && classOf(failure)).toBe(expected);
  });

  it.each(['<html>', '', '[]', '{"id":17}', '{"id":"../x"}', 'x'.repeat(2_000_000), '{"error":"no object"}'])(
    'what is no answer is of the class unknown: %#',
    async (body) => {
      answer = { body };
      const failure = await client.publish('1');
      expect(failure.kind !== 'ok' && classOf(failure)).toBe('unknown');
    },
  );

  it('a wait in the header is the pause of the account, an hour otherwise', async () => {
    const use = JSON.stringify({ '178': [{ type: 'instagram', estimated_time_to_regain_access: 17 }] });
    answer = { status: 403, headers: { 'x-business-use-case-usage': use }, body: error({ code: 4 }) };
    const failure = await client.publish('1');
    expect(failure.kind === 'error' && pauseOf(failure)).toEqual({ reason: 'rate_limited', seconds: 17 * 60 });
    answer = { status: 403, headers: { 'x-business-use-case-usage': '{' }, body: error({ code: 4 }) };
    const other = await client.publish('1');
    expect(other.kind === 'error' && pauseOf(other)).toEqual({ reason: 'rate_limited', seconds: 3_600 });
  });

  it('what is transient is tried five times, and a picture that cannot be fetched three times', () => {
    const transient = { kind: 'error', status: 500, code: 2, subcode: null, waitMinutes: null } as const;
    const seconds = [1, 2, 3, 4].map((attempts) => outcomeOf(transient, attempts));
    expect(seconds).toMatchObject(
      [15, 60, 240, 900].map((after) => ({ outcome: 'later', seconds: after, isTry: true })),
    );
    expect(again('transient', 'x', 5)).toMatchObject({ outcome: 'failed', code: 'transient' });
    const unfetched = { ...transient, status: 400, code: 9004, subcode: 2207052 };
    expect(outcomeOf(unfetched, 2, 1)).toMatchObject({ outcome: 'later' });
    expect(outcomeOf(unfetched, 3, 1)).toMatchObject({ outcome: 'failed', code: 'content', position: 1 });
  });
});
