import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x81;

/** The sockets of a server, by client id. They only send. */
export class Sockets {
  private readonly open = new Map<string, Duplex>();
  private readonly deaf = new Set<Duplex>();
  private readonly known = new Set<string>();

  /** @param isDeaf a client that comes back hears nothing any more */
  accept(request: IncomingMessage, socket: Duplex, isDeaf: () => boolean): string {
    const client = new URL(request.url ?? '/', 'http://comfy').searchParams.get('clientId') ?? '';
    const key = String(request.headers['sec-websocket-key']);
    const accept = createHash('sha1')
      .update(key + GUID)
      .digest('base64');
    const headers = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
    socket.write(['HTTP/1.1 101 Switching Protocols', ...headers, '', ''].join('\r\n'));
    if (this.known.has(client) && isDeaf()) this.deaf.add(socket);
    this.known.add(client);
    this.open.set(client, socket);
    socket.on('data', (frame: Buffer) => (((frame[0] ?? 0) & 0x0f) === 0x8 ? socket.end() : undefined));
    socket.on('error', () => socket.destroy());
    // As real servers do it: the end of the old connection silences the new one of the same client.
    socket.on('close', () => this.open.delete(client));
    return client;
  }

  /** To one client, or to all. */
  send(type: string, data: object, client?: string): void {
    const frame = frameOf(JSON.stringify({ type, data }));
    for (const [id, socket] of this.open)
      if ((client === undefined || id === client) && !this.deaf.has(socket)) socket.write(frame);
  }

  closeAll(): void {
    for (const socket of this.open.values()) socket.destroy();
    this.open.clear();
    this.known.clear();
  }
}

function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  const head = body.length < 126 ? Buffer.from([TEXT, body.length]) : Buffer.alloc(body.length < 65_536 ? 4 : 10);
  if (body.length >= 65_536) {
    head.set([TEXT, 127]);
    head.writeBigUInt64BE(BigInt(body.length), 2);
  } else if (body.length >= 126) {
    head.set([TEXT, 126]);
    head.writeUInt16BE(body.length, 2);
  }
  return Buffer.concat([head, body]);
}
