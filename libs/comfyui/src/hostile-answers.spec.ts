import { answering, closeAll, entry, ID, malformed, OTHER, serverThat, submission } from './odd-server.spec-support.ts';

describe('a client of ComfyUI, on answers that mean harm', () => {
  afterEach(closeAll);

  it('takes an error for an error, whatever else the messages are', async () => {
    const odd: unknown[] = [
      [{ toString: 1, valueOf: 1 }],
      'text',
      ['execution_success', {}],
      ['execution_error', null],
    ];
    const { client } = await answering({ [ID]: { ...entry(ID), status: { status_str: 'success', messages: odd } } });
    expect(await client.history(ID)).toMatchObject({ result: 'error', fault: { nodeId: '', message: '' } });
  });

  it.each([
    ['', ''],
    ['', '../a.png'],
    ['/etc', 'a.png'],
    ['a/../..', 'a.png'],
    ['', 'a.png [output]'],
    ['', 'a\0.png'],
    ['', '.'],
  ])('does not take %j and %j for the place of an upload', async (subfolder, name) => {
    const { client } = await answering({ name, subfolder, type: 'input' });
    expect(await client.upload({ filename: 'a.png', subfolder: '', bytes: Buffer.from('x') })).toEqual(malformed);
  });

  it.each([408, 421, 429, 499])('is not certain after a status of %d that nothing was queued', async (status) => {
    let asked = 0;
    const { client } = await serverThat((_request, response) => {
      asked += 1;
      response.writeHead(status).end();
    });
    expect([await client.submit(submission), asked]).toMatchObject([{ kind: 'no_answer', neverSent: false }, 1]);
  });

  it('has faults without folders of the server', async () => {
    const error = {
      type: 'prompt_outputs_failed_validation',
      message: "No such file: '/home/me/models/a.safetensors'",
    };
    const nodes = {
      4: { errors: [{ type: 'x', message: "no '/opt/my models/a b/c.pt'" }], class_type: 'L' },
      3: { errors: [{ type: 'x', message: 'C:\\ComfyUI\\models\\b.pt is missing 1/2' }], class_type: 'L' },
    };
    const { client } = await answering({ error, node_errors: nodes }, 400);
    expect(await client.submit(submission)).toMatchObject({
      message: "No such file: '…/a.safetensors'",
      nodes: [{ faults: [{ message: '…/b.pt is missing 1/2' }] }, { faults: [{ message: "no '…/c.pt'" }] }],
    });
  });

  it('reads a long queue of other people', async () => {
    const pending = Array.from({ length: 60 }, () => [1, OTHER, { text: 'x'.repeat(100_000) }, {}]);
    const { client } = await answering({ queue_running: [], queue_pending: pending });
    expect(await client.queue()).toMatchObject({ kind: 'queue', pending: { length: 60 } });
  });

  it('asks for no other route by an odd name', async () => {
    const asked: unknown[] = [];
    const { client } = await serverThat(({ url }, response) => {
      asked.push(url);
      response.end('{}');
    });
    for (const name of ['..', '.', '\ud800', 'a/b']) await client.node(name);
    expect(asked).toEqual(['/object_info/%00', '/object_info/%00', '/object_info/%EF%BF%BD', '/object_info/a%2Fb']);
  });
});
