import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { inFlightSql, openSql } from '../states/attempt-state.ts';
import type { ParentImages, ServerState } from './comfy-server.entity.ts';
import type { ServerAddress } from './server-clients.ts';

export interface LeasedServer extends ServerAddress {
  name: string;
  parentImages: ParentImages;
  state: ServerState;
}

/** Seconds. A worker that dies is replaced after as many. */
export const LEASE_S = 30;

const COLUMNS = `id, name, base_url as "baseUrl", token, parent_images as "parentImages", state`;

/** SQL: whether a server has a prompt of ours. */
export const occupied = (
  server: string,
): string => `select 1 from generation_attempts a where a.server_id = ${server}.id
  and a.state in (${inFlightSql})`;

/** What is under way on a disabled server is finished. */
const DRIVEN = `(s.state <> 'disabled' or exists (
  select 1 from generation_attempts a where a.server_id = s.id and a.state in (${openSql})))`;

/** Free ones, and those that this worker has. */
const TAKE = `
  update comfy_servers set owner = $1, lease_until = now() + interval '${LEASE_S} seconds'
  where id in (select s.id from comfy_servers s
    where ${DRIVEN} and (s.owner is null or s.owner = $1 or s.lease_until < now()) for no key update skip locked)`;

/** Also those whose row was locked: their lease is renewed the next time. */
const OWN = `select ${COLUMNS} from comfy_servers s where s.owner = $1 and s.lease_until > now() and ${DRIVEN}`;

const NEWS = `
  select 1 from comfy_servers s
  where case when owner = $1 then edited_at > lease_until - interval '${LEASE_S} seconds'
    else ${DRIVEN} and (owner is null or lease_until < now()) end limit 1`;

/** Leases and states of servers. */
@Injectable()
export class ServerRows {
  constructor(private readonly database: Database) {}

  /** Takes and renews the leases of this worker. */
  async take(owner: string): Promise<LeasedServer[]> {
    await this.database.query(TAKE, [owner]);
    return this.database.query<LeasedServer[]>(OWN, [owner]);
  }

  /** Whether a server waits for a driver, or one of this worker was changed since its lease was renewed. */
  async hasNews(owner: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(NEWS, [owner]);
    return rows.length > 0;
  }

  /** Another worker may take them at once. */
  async release(owner: string, serverId?: string): Promise<void> {
    await this.database.query(
      'update comfy_servers set owner = null, lease_until = null where owner = $1 and ($2::uuid is null or id = $2)',
      [owner, serverId ?? null],
    );
  }

  /** It answered. A server that was switched off meanwhile stays so. */
  async noteAnswer(id: string, state: 'up' | 'busy_elsewhere', version?: string): Promise<void> {
    await this.database.query(
      `update comfy_servers set state = $2, reason = null, failures = 0, answered_at = now(),
         version = coalesce($3, version) where id = $1 and state <> 'disabled'`,
      [id, state, version ?? null],
    );
  }

  /** @param pauseMs until it is asked again */
  async noteTrouble(id: string, state: 'down' | 'stuck', reason: string, pauseMs = 0): Promise<void> {
    await this.database.query(
      `update comfy_servers set state = $2, reason = $3, failures = failures + 1,
         next_probe_at = now() + $4::float8 * interval '1 millisecond' where id = $1 and state <> 'disabled'`,
      [id, state, reason, pauseMs],
    );
  }

  /** Whether another server is up and free: it is asked first while this one works for others. */
  async isAnotherFree(id: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `select 1 from comfy_servers o where o.id <> $1 and o.state = 'up' and not exists (${occupied('o')}) limit 1`,
      [id],
    );
    return rows.length > 0;
  }

  /** What this library is called in the marks of its prompts. */
  async libraryId(): Promise<string> {
    const [{ id }] = await this.database.query<[{ id: string }]>('select id from generation_library');
    return id;
  }

  /** What it did not take of a step. */
  async refuse(place: { runId: string; stepId: string; serverId: string }, detail: string): Promise<void> {
    await this.database.query(
      `insert into step_server_refusals (run_id, step_id, server_id, detail) values ($1, $2, $3, $4)
       on conflict (run_id, step_id, server_id) do update set detail = excluded.detail`,
      [place.runId, place.stepId, place.serverId, detail],
    );
  }
}
