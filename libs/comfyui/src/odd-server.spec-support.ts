import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ComfyClient } from './comfy-client.ts';

export const ID = '0190aaaa-0000-7000-8000-000000000001';
export const OTHER = '0190aaaa-0000-7000-8000-000000000002';
export const FILE = { filename: 'a.png', subfolder: '', type: 'output' };
export const submission = { promptId: ID, workflow: '{}', clientId: 'trellis', mark: {} };
export const entry = (id: string, outputs: unknown = {}) => ({ prompt: [0, id, {}, {}, []], outputs, status: null });
export const malformed = { kind: 'no_answer', reason: 'malformed', neverSent: false };

const servers: Server[] = [];

export async function serverThat(listener: RequestListener): Promise<{ url: string; client: ComfyClient }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, client: new ComfyClient({ baseUrl: url }) };
}

export const answering = (body: unknown, status = 200, type = 'application/json') =>
  serverThat((_request, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });

export async function closeAll(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}
