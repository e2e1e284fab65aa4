import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x81;

/** The sockets of a server, by client id. They only send. */
export class Sockets {
  /** Every connection, also those that another one of their client has replaced. */
  private readonly all = new Set<Duplex>();
  private readonly open = new Map<string, Duplex>();
  private readonly deaf = new Set<Duplex>();
  private readonly known = new Set<string>();
  private readonly silentUntil: () => number;

  /** @param silentUntil milliseconds since 1970, until which nothing is sent */
  constructor(silentUntil: () => number) {
    this.silentUntil = silentUntil;
  }

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
    this.all.add(socket);
    socket.on('data', (frame: Buffer) => (((frame[0] ?? 0) & 0x0f) === 0x8 ? socket.end() : undefined));
    socket.on('error', () => socket.destroy());
    // As real servers do it: the end of the old connection silences the new one of the same client.
    socket.on('close', () => {
      if (this.all.delete(socket)) this.open.delete(client);
    });
    return client;
  }

  /** To one client, or to all. */
  send(type: string, data: object, client?: string): void {
    const wait = this.silentUntil() - Date.now();
    if (wait > 0) return void setTimeout(() => this.send(type, data, client), wait).unref();
    const frame = frameOf(JSON.stringify({ type, data }));
    for (const [id, socket] of this.open)
      if ((client === undefined || id === client) && !this.deaf.has(socket)) socket.write(frame);
  }

  closeAll(): void {
    for (const socket of this.all) socket.destroy();
    for (const sockets of [this.all, this.open, this.known, this.deaf]) sockets.clear();
  }

  /** Deaf connections hear again. */
  undeafen(): void {
    this.deaf.clear();
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
