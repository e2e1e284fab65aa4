import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { explainError, forLog, newId, RepeatedWork } from '@trellis/kernel';
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
  private readonly stopping = new Map<string, Promise<void>>();
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
    const isAny = this.loops.size + this.stopping.size > 0;
    for (const id of this.loops.keys()) this.end(id);
    await Promise.all(this.stopping.values());
    if (isAny) await this.turns.servers.release(this.owner);
  }

  async tick(): Promise<void> {
    const isDue = performance.now() - this.renewedAt >= RENEW_MS;
    if (isDue || (await this.turns.servers.hasNews(this.owner))) await this.renew();
    await this.unwanted.end();
  }

  private async renew(): Promise<void> {
    const begun = performance.now();
    const leased = await this.turns.servers.take(this.owner);
    this.renewedAt = begun;
    const byId = new Map(leased.map((server) => [server.id, server]));
    for (const [id, { server: driven }] of this.loops) {
      const server = byId.get(id);
      if (!server || !isSame(server, driven)) this.end(id);
      else if (isSwitched(server, driven)) driven.state = server.state;
    }
    for (const server of leased)
      if (!this.loops.has(server.id) && !this.stopping.has(server.id)) await this.begin(server);
  }

  /** In the background: it may be sending or collecting, and the leases of others have to be renewed meanwhile. */
  private end(id: string): void {
    const loop = this.loops.get(id);
    this.loops.delete(id);
    if (loop) this.stopping.set(id, this.stopAndRelease(id, loop));
  }

  /** A lease that is kept would count as news of this worker at every look. It ends by itself where this fails. */
  private async stopAndRelease(id: string, loop: ServerLoop): Promise<void> {
    try {
      await loop.stop();
      await this.turns.servers.release(this.owner, id);
    } catch (error) {
      this.log.warn({ server: loop.server.name, reason: explainError(error), ...forLog(error) }, 'a lease was kept');
    } finally {
      this.stopping.delete(id);
    }
  }

  private async begin(server: LeasedServer): Promise<void> {
    const client = this.clients.of(server);
    if (!client) return this.giveUp(server);
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

  /** No key of this process opens its token. What is under way there goes on elsewhere. */
  private async giveUp({ id }: LeasedServer): Promise<void> {
    await this.turns.servers.noteTrouble(id, 'down', 'token_unreadable');
    for (const attempt of await this.turns.rows.open(id))
      await this.turns.giveUp(attempt, 'The token of the server cannot be read.');
  }
}

/** A person has disabled it, or enabled it again. */
const isSwitched = ({ state }: LeasedServer, driven: ServerLoop['server']): boolean =>
  state !== driven.state && [state, driven.state].includes('disabled');

const seal = (token: Buffer | null): string => token?.toString('base64') ?? '';

/** Whether a server can be driven on as it is. */
const isSame = (now: LeasedServer, driven: ServerLoop['server']): boolean =>
  now.baseUrl === driven.baseUrl && now.parentImages === driven.parentImages && seal(now.token) === driven.seal;
