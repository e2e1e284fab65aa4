import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { newId, RepeatedWork } from '@trellis/kernel';
import type { BackgroundWorker } from '@trellis/manifest';
import { UnwantedJobs } from '../jobs/unwanted-jobs.ts';
import { FirstServer } from '../servers/first-server.ts';
import { ServerClients } from '../servers/server-clients.ts';
import { LEASE_S, type LeasedServer } from '../servers/server-rows.ts';
import { ServerLoop } from './server-loop.ts';
import { ServerTurns } from './server-turns.ts';

const EVERY_MS = 1_000;
/** Renewed after a third of the lease; nothing is sent after two thirds without a renewal. */
const RENEW_MS = (LEASE_S * 1_000) / 3;
const GOOD_MS = (LEASE_S * 2_000) / 3;

/** Drives the servers whose lease this process has. Any number of processes may run it. */
@Injectable()
export class GenerationDriver implements BackgroundWorker, BeforeApplicationShutdown {
  private readonly log = new Logger('Generation');
  private readonly owner = newId();
  private readonly loops = new Map<string, ServerLoop>();
  private library: string | undefined;
  private renewedAt = -Infinity;
  private readonly ticking = new RepeatedWork(
    EVERY_MS,
    () => this.tick(),
    (error) => this.log.error({ err: error }, 'a look for servers failed; the next is in 1 s'),
  );

  constructor(
    private readonly first: FirstServer,
    private readonly clients: ServerClients,
    private readonly turns: ServerTurns,
    private readonly unwanted: UnwantedJobs,
  ) {}

  async start(): Promise<void> {
    await this.first.add();
    this.ticking.start();
  }

  /** Finishes what is being sent and collected, and leaves the servers to other workers. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.ticking.stop();
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
    if (this.loops.size > 0) await this.turns.servers.release(this.owner);
  }

  async tick(): Promise<void> {
    await this.unwanted.cancel();
    const isDue = performance.now() - this.renewedAt >= RENEW_MS;
    if (!isDue && !(await this.turns.servers.hasNews(this.owner))) return;
    const begun = performance.now();
    const leased = await this.turns.servers.take(this.owner);
    this.renewedAt = begun;
    await this.settle(leased);
  }

  private async settle(leased: readonly LeasedServer[]): Promise<void> {
    const byId = new Map(leased.map((server) => [server.id, server]));
    for (const [id, loop] of this.loops) {
      const server = byId.get(id);
      if (server && isSame(server, loop.server)) continue;
      this.loops.delete(id);
      await loop.stop();
    }
    for (const server of leased) if (!this.loops.has(server.id)) await this.begin(server);
  }

  private async begin(server: LeasedServer): Promise<void> {
    const client = this.clients.of(server);
    if (!client) return this.turns.servers.noteTrouble(server.id, 'down', 'token_unreadable');
    this.library ??= await this.turns.servers.libraryId();
    const { library } = this;
    const mayDrive = () => performance.now() - this.renewedAt < GOOD_MS;
    const { token, ...facts } = server;
    const loop = new ServerLoop(
      { ...facts, seal: seal(token), client, clientId: newId(), library, mayDrive },
      this.turns,
    );
    this.loops.set(server.id, loop);
    loop.start();
  }
}

const seal = (token: Buffer | null): string => token?.toString('base64') ?? '';

/** Whether a server can be driven on as it is. */
const isSame = (now: LeasedServer, driven: ServerLoop['server']): boolean =>
  now.baseUrl === driven.baseUrl && now.parentImages === driven.parentImages && seal(now.token) === driven.seal;
