import { FakeComfy } from '@trellis/testing';
import { ComfyClient } from './comfy-client.ts';
import {
  answering,
  closeAll,
  entry,
  FILE,
  ID,
  malformed,
  OTHER,
  serverThat,
  submission,
} from './odd-server.spec-support.ts';

describe('a client of ComfyUI, on servers that do not answer as they should', () => {
  afterEach(closeAll);

  it('is certain that nothing was sent only where no connection was made', async () => {
    const { client } = await answering({});
    await closeAll();
    expect(await client.submit(submission)).toEqual({ kind: 'no_answer', reason: 'unreachable', neverSent: true });
    const reset = await serverThat((request) => request.socket.destroy());
    expect(await reset.client.submit(submission)).toEqual({
      ...{ kind: 'no_answer', reason: 'unreachable', neverSent: false },
    });
    const metadata = new ComfyClient({ baseUrl: 'http://169.254.169.254' });
    expect(await metadata.queue()).toEqual({ kind: 'no_answer', reason: 'address_refused', neverSent: true });
  });

  it.each<[string, 'error_500_but_queue' | 'drop_answer', string]>([
    ['a status of 500', 'error_500_but_queue', 'server_error'],
    ['a connection that ends', 'drop_answer', 'unreachable'],
  ])('is not certain after %s: the prompt runs', async (_what, fault, reason) => {
    const fake = await FakeComfy.start();
    await fake.order({ do: fault });
    const graph = {
      1: { class_type: 'EmptyImage', inputs: { width: 8, height: 8, batch_size: 1, color: 1 } },
      9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'x' } },
    };
    const client = new ComfyClient({ baseUrl: fake.url });
    const answer = await client.submit({ ...submission, workflow: JSON.stringify(graph) });
    expect(answer).toEqual({ kind: 'no_answer', reason, neverSent: false });
    expect(fake.server.journal.prompts).toMatchObject([{ promptId: ID }]);
    await fake.stop();
  });

  it.each([401, 403, 404, 405])('is denied by a status of %d', async (status) => {
    const { client } = await answering('<html>sign in</html>', status, 'text/html');
    expect([await client.submit(submission), await client.queue(), await client.history(ID)]).toEqual(
      Array(3).fill({ kind: 'denied', status }),
    );
  });

  it.each<[string, unknown]>([
    ['HTML', '<html>hello</html>'],
    ['nothing', ''],
    ['a list', []],
    ['null', null],
    ['JSON with half a character', Buffer.from([0x22, 0xc3, 0x22]).toString('latin1')],
  ])('understands nothing of %s', async (_what, body) => {
    const { client } = await answering(body);
    const answers = [await client.submit(submission), await client.queue(), await client.history(ID)];
    expect(answers).toEqual([malformed, malformed, malformed]);
    expect([await client.version(), await client.node('SaveImage')]).toEqual([malformed, malformed]);
  });

  it.each<[string, unknown]>([
    ['another id', { prompt_id: OTHER, number: 1, node_errors: {} }],
    ['no number', { prompt_id: ID, node_errors: {} }],
    ['a number without end', `{"prompt_id":"${ID}","number":1e999,"node_errors":{}}`],
  ])('does not take %s for its own prompt', async (_what, body) => {
    const { client } = await answering(body);
    expect(await client.submit(submission)).toEqual(malformed);
  });

  it.each<[string, unknown]>([
    ['of another prompt', { [OTHER]: entry(OTHER) }],
    ['with the id of another inside', { [ID]: entry(OTHER) }],
    ['with outputs in a list', { [ID]: entry(ID, []) }],
    ['with 1,001 images', { [ID]: entry(ID, { 9: { images: Array(1_001).fill(FILE) } }) }],
    ['with an unknown status', { [ID]: { ...entry(ID), status: { status_str: 'perhaps' } } }],
  ])('does not read a history %s', async (_what, body) => {
    const { client } = await answering(body);
    expect(await client.history(ID)).toEqual(malformed);
  });

  it.each<[string, unknown]>([
    ['images that are no list', 'x'],
    ['an image that is a name', ['a.png']],
    ['NUL in a name', [{ ...FILE, filename: 'a\0.png' }]],
    ['half a character', [{ ...FILE, subfolder: '\ud800' }]],
    ['a name of 10,000', [{ ...FILE, filename: 'x'.repeat(10_000) }]],
    ['what a node of another package shows', [{ source: 'websocket', content_type: 'image/png', type: 'output' }]],
  ])('leaves %s out, and reads the rest', async (_what, images) => {
    const { client } = await answering({ [ID]: entry(ID, { 8: { images }, 9: { images: [FILE] } }) });
    expect(await client.history(ID)).toMatchObject({ kind: 'ended', images: [{ nodeId: '9', ...FILE }] });
  });

  it.each<[string, unknown]>([
    ['of one list', { queue_running: [] }],
    ['with entries that are no lists', { queue_running: [{ id: ID }], queue_pending: [] }],
    ['with ids that are numbers', { queue_running: [], queue_pending: [[0, 1]] }],
  ])('does not read a queue %s', async (_what, body) => {
    const { client } = await answering(body);
    expect(await client.queue()).toEqual(malformed);
  });

  it('reads negative numbers, the same prompt twice, and the empty list of old servers', async () => {
    const { client } = await answering({ queue_running: [[-1, ID]], queue_pending: [[-2, ID, {}, { trellis: 1 }]] });
    expect(await client.queue()).toEqual({
      ...{ kind: 'queue', running: [{ promptId: ID, mark: null }], pending: [{ promptId: ID, mark: 1 }] },
    });
    const old = await answering({ prompt_id: ID, number: 3, node_errors: [] });
    expect(await old.client.submit(submission)).toEqual({ kind: 'accepted', number: 3, dropped: [] });
  });

  it('stops reading an answer that is too large', async () => {
    let sent = 0;
    const endless = await serverThat((_request, response) => {
      const chunk = Buffer.alloc(65_536, 0x20);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    const large = { kind: 'no_answer', reason: 'too_large', neverSent: false };
    expect(await endless.client.history(ID)).toEqual(large);
    expect(sent).toBeLessThan(32 * 1_048_576);
    expect(await endless.client.view(FILE, 100_000)).toEqual(large);
  });

  it.each([
    ['a file that is cut off', { 'content-length': '1000' }, malformed],
    ['a redirect', { location: 'http://169.254.169.254/' }, { ...malformed, reason: 'redirected' }],
  ])('has no picture of %s', async (_what, headers, expected) => {
    const { client } = await serverThat((_request, response) => {
      response.writeHead('location' in headers ? 302 : 200, headers);
      response.write('half');
      setImmediate(() => response.destroy());
    });
    expect(await client.view(FILE, 10_000)).toEqual(expected);
  });

  it('sends the token of a server, and keeps the path before its routes', async () => {
    const asked: unknown[] = [];
    const { url } = await serverThat(({ url: path, headers }, response) => {
      asked.push([path, headers.authorization]);
      response.end('{"queue_running":[],"queue_pending":[]}');
    });
    await new ComfyClient({ baseUrl: `${url}/gpu/one/`, token: 'secret' }).queue();
    expect(asked).toEqual([['/gpu/one/queue', 'Bearer secret']]);
  });
});
