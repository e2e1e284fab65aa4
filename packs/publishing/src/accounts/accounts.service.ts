import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { acting, DomainError, newId, notFound } from '@trellis/kernel';
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
import { personaProblems, PersonasFacade } from '@trellis/personas';
import { Secrets } from '@trellis/secrets';
import { publishingProblems } from '../publishing.problems.ts';
import { hosts, PublishAccountEntity, type ProviderName } from './account.entity.ts';
import { accountView, type AccountChanges, type AccountView } from './account-view.ts';
import { tokenPlace } from './token-place.ts';

interface NewAccount extends AccountChanges {
  provider: ProviderName;
  name: string;
}

const saving = {
  uq_publish_accounts_name: () =>
    new DomainError(publishingProblems.name_taken, 'The persona has an account with this name.'),
  uq_publish_accounts_external: () =>
    new DomainError(publishingProblems.external_id_taken, 'Another account of this provider has the externalId.'),
};

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly secrets: Secrets,
  ) {}

  async list(personaId: string, page: PageRequest): Promise<Page<AccountView>> {
    if (!(await this.personas.find(personaId))) throw notFound(personaProblems.persona_not_found);
    const { manager } = this.database;
    const columns = columnList(manager, PublishAccountEntity, 'a', { without: ['token'] });
    const found = await paginate<PublishAccountEntity>(manager, {
      list: 'accounts',
      filters: { personaId },
      select: `select ${columns} from publish_accounts a`,
      where: [['a.persona_id = ?', personaId]],
      sort: [
        { column: 'a.name', direction: 'asc', type: 'text', valueOf: ({ name }) => name },
        { column: 'a.id', direction: 'asc', type: 'uuid', valueOf: ({ id }) => id },
      ],
      page,
    });
    return { ...found, items: found.items.map(accountView) };
  }

  async get(id: string): Promise<AccountView> {
    return accountView(await this.find(this.database.manager, id));
  }

  /** @throws DomainError account_not_found */
  async find(manager: EntityManager, id: string): Promise<PublishAccountEntity> {
    const account = await manager.findOneBy(PublishAccountEntity, { id });
    if (!account) throw notFound(publishingProblems.account_not_found);
    return account;
  }

  /** @throws DomainError persona_not_found, name_taken, external_id_taken */
  async create(personaId: string, { provider, ...given }: NewAccount): Promise<AccountView> {
    const persona = await this.personas.postingRules(personaId);
    if (!persona) throw notFound(personaProblems.persona_not_found);
    const id = newId();
    const { timeZone = persona.timeZone, host = provider === 'instagram' ? hosts[0] : null, ...rest } = given;
    await this.saving(async (manager) => {
      const account = { ...rest, timeZone, host, provider, id, personaId, ...edited() };
      await manager.insert(PublishAccountEntity, account);
      await audit(manager, 'account.created', id, { personaId, name: given.name, provider });
    });
    return this.get(id);
  }

  /** @param seen the time of the state that the change was made for; a later state is refused */
  async update(
    id: string,
    { aiProfileConfirmedAt: confirmed, ...changes }: AccountChanges,
    seen?: Date,
  ): Promise<AccountView> {
    await this.get(id);
    const columns = {
      ...changes,
      ...(confirmed !== undefined && { aiProfileConfirmedAt: confirmed === null ? null : new Date(confirmed) }),
    };
    const fields = Object.keys(columns);
    if (fields.length > 0)
      await this.saving(async (manager) => {
        await requireUnchanged(manager, { table: 'publish_accounts', id, seen });
        await manager.update(PublishAccountEntity, { id }, { ...columns, ...edited() });
        await audit(manager, 'account.updated', id, { fields });
      });
    return this.get(id);
  }

  /** Only while it has no posts. @throws DomainError account_not_found, in_use */
  async delete(id: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const { name, personaId } = await this.find(manager, id);
      await manager.delete(PublishAccountEntity, { id });
      await audit(manager, 'account.deleted', id, { personaId, name });
    });
  }

  /** Sealed for this row; a pause that waited for it ends. @throws DomainError account_not_found, secrets_key_missing */
  async setToken(id: string, token: string): Promise<AccountView> {
    const sealed = this.secrets.seal(token, tokenPlace(id));
    await this.database.transaction(async (manager) => {
      await this.find(manager, id);
      const by = acting()?.actor ?? 'system';
      await manager.update(
        PublishAccountEntity,
        { id },
        {
          token: sealed,
          tokenLast4: token.slice(-4),
          tokenSetAt: now,
          tokenSetBy: by,
          tokenExpiresAt: SIXTY_DAYS,
          tokenTriedAt: null,
          ...edited(),
        },
      );
      await manager.update(PublishAccountEntity, { id, pauseReason: 'needs_login' }, RESUMED);
      await manager.update(PublishAccountEntity, { id, pauseReason: 'token_unreadable' }, RESUMED);
      await audit(manager, 'account.token_set', id, {});
    });
    return this.get(id);
  }

  pause(id: string): Promise<AccountView> {
    return this.change(id, 'account.paused', { pausedAt: now, pauseReason: 'by_person', pausedUntil: null });
  }

  resume(id: string): Promise<AccountView> {
    return this.change(id, 'account.resumed', RESUMED);
  }

  private async change(id: string, action: string, columns: object): Promise<AccountView> {
    await this.database.transaction(async (manager) => {
      await this.find(manager, id);
      await manager.update(PublishAccountEntity, { id }, { ...columns, ...edited() });
      await audit(manager, action, id, {});
    });
    return this.get(id);
  }

  private saving(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    return refusing(saving, () => this.database.transaction(work));
  }
}

/** As long-lived tokens live; a refresh says it exactly. */
const SIXTY_DAYS = () => `case when provider = 'instagram' then now() + interval '60 days' end`;

/** The database's clock. */
const now = () => 'now()';

const RESUMED = { pausedAt: null, pauseReason: null, pausedUntil: null };

const audit = (manager: EntityManager, action: string, subjectId: string, data: Record<string, unknown>) =>
  recordAudit(manager, { action, subjectType: 'account', subjectId, data });
