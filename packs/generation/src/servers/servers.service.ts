import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  columnList,
  Database,
  edited,
  paginate,
  recordAudit,
  refusing,
  requireUnchanged,
  type Page,
  type PageRequest,
} from '@trellis/database';
import { acting, DomainError, newId, notFound } from '@trellis/kernel';
import { Secrets } from '@trellis/secrets';
import { generationProblems } from '../generation.problems.ts';
import { openSql } from '../states/attempt-state.ts';
import { ComfyServerEntity, type ParentImages } from './comfy-server.entity.ts';
import { serverUrl } from './is-server-url.ts';
import { tokenPlace } from './server-clients.ts';
import { serverView, type ServerView } from './server-view.ts';

export interface ServerFields {
  name: string;
  baseUrl: string;
  token?: string | null;
  parentImages?: ParentImages;
}

export type ServerChanges = Partial<ServerFields> & { disabled?: boolean };

const saving = {
  uq_comfy_servers_name: () => new DomainError(generationProblems.name_taken, 'Another server has this name.'),
  uq_comfy_servers_base_url: () =>
    new DomainError(generationProblems.base_url_taken, 'Another server has this address. Change that one.'),
  ck_generation_attempts_server: () => inUse(),
};

const inUse = () =>
  new DomainError(
    generationProblems.server_in_use,
    'A picture is being made on the server. Disable it, and try again when the picture is there.',
  );

const audit = (manager: EntityManager, action: string, subjectId: string, data: Record<string, unknown>) =>
  recordAudit(manager, { action, subjectType: 'server', subjectId, data });

/** The servers that pictures are made on, as admins enter them. */
@Injectable()
export class ServersService {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  async list(page: PageRequest): Promise<Page<ServerView>> {
    const { manager } = this.database;
    const found = await paginate<ComfyServerEntity>(manager, {
      list: 'servers',
      filters: {},
      select: `select ${columnList(manager, ComfyServerEntity, 's', { without: ['token'] })} from comfy_servers s`,
      sort: [
        { column: 's.name', direction: 'asc', type: 'text', valueOf: ({ name }) => name },
        { column: 's.id', direction: 'asc', type: 'uuid', valueOf: ({ id }) => id },
      ],
      page,
    });
    return { ...found, items: found.items.map(serverView) };
  }

  /** @throws DomainError server_not_found */
  async get(id: string): Promise<ServerView> {
    return serverView(await this.find(id));
  }

  /** @throws DomainError server_not_found */
  async find(id: string, manager = this.database.manager): Promise<ComfyServerEntity> {
    const server = await manager.findOneBy(ComfyServerEntity, { id });
    if (!server) throw notFound(generationProblems.server_not_found);
    return server;
  }

  /** @throws DomainError name_taken, base_url_taken, secrets_key_missing */
  async create({ name, baseUrl, token, parentImages }: ServerFields): Promise<ServerView> {
    const id = newId();
    const columns = { id, name, baseUrl: serverUrl(baseUrl), ...(parentImages && { parentImages }), ...edited() };
    await this.saving(async (manager) => {
      await manager.insert(ComfyServerEntity, { ...columns, ...(token && this.sealed(id, token)) });
      await audit(manager, 'server.created', id, { name, withToken: Boolean(token) });
    });
    return this.get(id);
  }

  /**
   * A server that makes a picture keeps its address. @param seen the time of the state that the change was made for; a
   * later state is refused
   */
  async update(id: string, changes: ServerChanges, seen?: Date): Promise<ServerView> {
    const fields = Object.keys(changes);
    if (fields.length === 0) return this.get(id);
    await this.saving(async (manager) => {
      const before = await manager.findOne(ComfyServerEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!before) throw notFound(generationProblems.server_not_found);
      await requireUnchanged(manager, { table: 'comfy_servers', id, seen, column: 'edited_at' });
      const columns = this.columnsOf(id, changes, before);
      if (columns.baseUrl && columns.baseUrl !== before.baseUrl) await requireFree(manager, id);
      await manager.update(ComfyServerEntity, { id }, { ...columns, ...edited() });
      await audit(manager, 'server.updated', id, { fields });
    });
    return this.get(id);
  }

  /** Attempts that ended keep its name. @throws DomainError server_not_found, server_in_use */
  async delete(id: string): Promise<void> {
    await this.saving(async (manager) => {
      const { name } = await this.find(id, manager);
      await manager.delete(ComfyServerEntity, { id });
      await audit(manager, 'server.deleted', id, { name });
    });
  }

  private columnsOf(id: string, changes: ServerChanges, before: ComfyServerEntity): Partial<ComfyServerEntity> {
    const { name, baseUrl, token, parentImages, disabled } = changes;
    return {
      ...(name && { name }),
      ...(baseUrl && { baseUrl: serverUrl(baseUrl) }),
      ...(parentImages && { parentImages }),
      ...(token && this.sealed(id, token)),
      ...(token === null && NO_TOKEN),
      ...(disabled === true && { state: 'disabled', reason: null }),
      ...(disabled === false && before.state === 'disabled' && { state: 'down', reason: null }),
    };
  }

  private sealed(id: string, token: string) {
    const tokenSetBy = acting()?.actor ?? 'system';
    const sealed = this.secrets.seal(token, tokenPlace(id));
    return { token: sealed, tokenLast4: token.length > 8 ? token.slice(-4) : '', tokenSetAt: new Date(), tokenSetBy };
  }

  private saving(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    return refusing(saving, () => this.database.transaction(work));
  }
}

const NO_TOKEN = { token: null, tokenLast4: null, tokenSetAt: null, tokenSetBy: null };

async function requireFree(manager: EntityManager, serverId: string): Promise<void> {
  const open = await manager.query<unknown[]>(
    `select 1 from generation_attempts where server_id = $1
     and state in (${openSql})`,
    [serverId],
  );
  if (open.length > 0) throw inUse();
}
