import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy between the application and PostgreSQL that can lose the answer to a COMMIT. */
export class CuttingProxy {
  /** The next COMMIT reaches PostgreSQL, and its connection is cut before the answer comes back. */
  losesNextCommit = false;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => this.serve(client));
  private target!: URL;

  /** The same database, through this proxy. */
  async to(url: string): Promise<string> {
    this.target = new URL(url);
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const through = new URL(url);
    through.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return through.href;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    let cut = false;
    client.on('data', (chunk) => {
      if (this.losesNextCommit && chunk.includes('COMMIT\0')) {
        this.losesNextCommit = false;
        cut = true;
      }
      server.write(chunk);
    });
    server.on('data', (chunk) => (cut ? client.destroy() : client.write(chunk)));
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('close', () => other.destroy()).on('error', () => other.destroy());
    }
  }
}
