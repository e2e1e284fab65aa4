import { connect, type AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import fastify from 'fastify';
import { untilDeadline } from '@trellis/kernel';
import { answerOneAtATime } from './one-at-a-time.ts';

describe('requests that are sent before the answers are read', () => {
  const server = fastify();
  const asked: string[] = [];
  let [working, most] = [0, 0];
  const gate = Promise.withResolvers<void>();
  beforeAll(async () => {
    answerOneAtATime(server, { connections: 3, requests: 100, waiting: 10 });
    server.get('/:name', async (request) => {
      asked.push((request.params as { name: string }).name);
      most = Math.max(most, (working += 1));
      await (asked.at(-1) === 'gone' ? gate.promise : turn());
      working -= 1;
      return (request.params as { name: string }).name;
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => server.close());

  const open = () => {
    const { port } = server.server.address() as AddressInfo;
    const client = { answer: '', closed: false, socket: connect(port, '127.0.0.1') };
    client.socket
      .on('data', (bytes) => (client.answer += String(bytes)))
      .on('close', () => (client.closed = true))
      .on('error', () => undefined);
    return client;
  };
  const get = (name: string) => `GET /${name} HTTP/1.1\r\nHost: x\r\n\r\n`;

  it('are answered one after the other, in their order', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const client = open();
    client.socket.write(names.map(get).join(''));
    await untilDeadline('the answers', () => client.answer.match(/HTTP\/1.1 200/g)?.length === 5);
    expect([asked.splice(0), most]).toEqual([names, 1]);
    client.socket.destroy();
  });

  it('end the connection when too many wait, and the others go on', async () => {
    const client = open();
    client.socket.write(Array.from({ length: 30 }, (_, i) => get(`x${i}`)).join(''));
    await untilDeadline('the end of the connection', () => client.closed);
    const other = open();
    other.socket.write(get('other'));
    await untilDeadline('the answer', () => other.answer.includes('200 OK'));
    other.socket.destroy();
  });

  it('are not worked on when the client is gone', async () => {
    const client = open();
    client.socket.write(['gone', ...Array.from({ length: 9 }, (_, i) => `later${i}`)].map(get).join(''));
    await untilDeadline('the first to be worked on', () => asked.includes('gone'));
    client.socket.destroy();
    await untilDeadline('the end of the connection', () => client.closed);
    gate.resolve();
    const other = open();
    other.socket.write(get('after'));
    await untilDeadline('the answer', () => other.answer.includes('200 OK'));
    other.socket.destroy();
    expect(asked.filter((name) => name.startsWith('later'))).toEqual([]);
  });

  it('are refused on more connections than the server takes', async () => {
    const count = () => new Promise<number>((resolve) => server.server.getConnections((_, n) => resolve(n)));
    await untilDeadline('the earlier connections to be over', async () => (await count()) === 0);
    const clients = Array.from({ length: 6 }, open);
    await untilDeadline('the refused ones to be closed', () => clients.filter(({ closed }) => closed).length >= 3);
    expect(clients.filter(({ closed }) => !closed)).toHaveLength(3);
    for (const { socket } of clients) socket.destroy();
  });
});
