import { connect, type Socket } from 'node:net';

const until = (socket: Socket, event: string): Promise<void> =>
  new Promise((resolve) => socket.once(event, () => resolve()));

/** Sends a head and a body at once, and measures the milliseconds until the first byte of the answer. */
export async function sendBody(
  port: number,
  head: readonly string[],
  body: Buffer,
): Promise<{ status: number; ms: number }> {
  const socket = connect(port, '127.0.0.1');
  await until(socket, 'connect');
  socket.on('error', () => undefined); // The server may close with bytes on the way.
  const text = [...head, `Content-Length: ${body.length}`, 'Host: 127.0.0.1', '', ''].join('\r\n');
  const from = performance.now();
  const answer = new Promise<Buffer>((resolve) => socket.once('data', resolve));
  socket.write(text);
  socket.write(body);
  const first = await answer;
  const ms = performance.now() - from;
  socket.destroy();
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(first.toString('latin1'))?.[1]), ms };
}

/** Asks many times and reads nothing, so it does not notice that the server closes the connection either. */
export function neverRead(port: number, path: string, times: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.on('error', () => undefined); // A reset is an end too.
  socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(times)));
  return socket;
}

/** Sends a body of declared length byte by byte. Resolves with the seconds until the server ends it. */
export async function drip(port: number, head: readonly string[], everyMs: number): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // A reset is an end too.
  await until(socket, 'connect');
  socket.write([...head, 'Host: 127.0.0.1', 'Content-Length: 1000000', '', ''].join('\r\n'));
  const from = performance.now();
  const timer = setInterval(() => socket.write(' '), everyMs);
  socket.resume();
  await Promise.race([until(socket, 'end'), until(socket, 'close')]);
  clearInterval(timer);
  socket.destroy();
  return (performance.now() - from) / 1000;
}

/** A lossless WebP whose 28 bytes say 10,000 × 10,000 pixels of one colour. */
export function webpBomb(): Buffer {
  const bits: number[] = [];
  const write = (value: number, count: number) => {
    for (let i = 0; i < count; i += 1) bits.push((value >> i) & 1);
  };
  write(9_999, 14);
  write(9_999, 14);
  write(0, 4);
  write(0, 3);
  for (let code = 0; code < 5; code += 1) write(1, 4);
  while (bits.length % 8 !== 0) bits.push(0);
  const stream = Buffer.alloc(bits.length / 8);
  bits.forEach((bit, i) => (stream[i >> 3] = (stream[i >> 3] as number) | (bit << (i & 7))));
  const payload = Buffer.concat([Buffer.of(0x2f), stream]);
  const padded = Buffer.concat([payload, Buffer.alloc(payload.length % 2)]);
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(12 + padded.length, 0);
  sizes.writeUInt32LE(payload.length, 4);
  const text = (name: string) => Buffer.from(name, 'latin1');
  return Buffer.concat([text('RIFF'), sizes.subarray(0, 4), text('WEBPVP8L'), sizes.subarray(4), padded]);
}
