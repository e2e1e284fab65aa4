import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  Database,
  edited,
  newestFirst,
  paginate,
  recordAudit,
  requireUnchanged,
  type Page,
  type PageRequest,
} from '@trellis/database';
import { ContentPolicy, DomainError, notFound } from '@trellis/kernel';
import { personaProblems, PersonasFacade } from '@trellis/personas';
import { strategyProblems } from '../strategy.problems.ts';
import { SELECT_SUGGESTIONS, type SuggestionView } from './suggestion-view.ts';
import { SuggestionEntity, type SuggestionState } from './suggestion.entity.ts';

export interface SuggestionFilter extends PageRequest {
  state?: SuggestionState;
  pillarId?: string;
}

/** Absent fields do not change. */
export type SuggestionChanges = Partial<Pick<SuggestionEntity, 'title' | 'description' | 'prompt'>>;

export const closed = ({ state }: Pick<SuggestionEntity, 'state'>): DomainError =>
  new DomainError(strategyProblems.suggestion_closed, `The suggestion is ${state}. It stays as it is.`);

/** Locks the suggestion until the transaction ends. @throws DomainError suggestion_not_found */
export async function lockSuggestion(manager: EntityManager, id: string): Promise<SuggestionEntity> {
  const found = await manager.findOne(SuggestionEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!found) throw notFound(strategyProblems.suggestion_not_found);
  return found;
}

@Injectable()
export class SuggestionsService {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly policy: ContentPolicy,
  ) {}

  /** Newest first. @throws DomainError persona_not_found */
  async list(personaId: string, { state, pillarId, ...page }: SuggestionFilter): Promise<Page<SuggestionView>> {
    if (!(await this.personas.find(personaId))) throw notFound(personaProblems.persona_not_found);
    return paginate<SuggestionView>(this.database.manager, {
      list: 'suggestions',
      filters: { personaId, state, pillarId },
      select: SELECT_SUGGESTIONS,
      where: [
        ['s.persona_id = ?', personaId],
        state && ['s.state = ?', state],
        pillarId && ['s.pillar_id = ?', pillarId],
      ],
      sort: newestFirst('s'),
      page,
    });
  }

  /** @throws DomainError suggestion_not_found */
  async get(id: string): Promise<SuggestionView> {
    const [suggestion] = await this.database.query<SuggestionView[]>(`${SELECT_SUGGESTIONS} where s.id = $1`, [id]);
    if (!suggestion) throw notFound(strategyProblems.suggestion_not_found);
    return suggestion;
  }

  /**
   * @param seen the time of the state that the change was made for; a later state is refused
   * @throws DomainError suggestion_not_found, suggestion_closed, policy_blocked
   */
  async update(id: string, changes: SuggestionChanges, actor: string, seen?: Date): Promise<SuggestionView> {
    const fields = Object.keys(changes);
    await this.database.transaction(async (manager) => {
      const suggestion = await lockSuggestion(manager, id);
      await requireUnchanged(manager, { table: 'suggestions', id, seen });
      if (suggestion.state !== 'pending') throw closed(suggestion);
      if (fields.length === 0) return;
      const texts = Object.entries(changes).map(([field, text]) => ({ field, text }));
      await this.policy.requireAllowed(suggestion.personaId, texts, manager);
      await manager.update(SuggestionEntity, { id }, { ...changes, ...edited() });
      await recordAudit(manager, { actor, action: 'suggestion.updated', ...subject(id), data: { fields } });
    });
    return this.get(id);
  }

  /** Repeating it changes nothing. @throws DomainError suggestion_not_found, suggestion_closed */
  async reject(id: string, actor: string): Promise<SuggestionView> {
    await this.database.transaction(async (manager) => {
      const suggestion = await lockSuggestion(manager, id);
      if (suggestion.state === 'rejected') return;
      if (suggestion.state !== 'pending') throw closed(suggestion);
      await manager.update(SuggestionEntity, { id }, { state: 'rejected', ...edited() });
      await recordAudit(manager, { actor, action: 'suggestion.rejected', ...subject(id), data: {} });
    });
    return this.get(id);
  }
}

const subject = (subjectId: string) => ({ subjectType: 'suggestion', subjectId }) as const;
