import { Injectable } from '@nestjs/common';
import type { EntityManager, Repository } from 'typeorm';
import { newId, notFound } from '@trellis/kernel';
import {
  columnList,
  Database,
  edited,
  recordAudit,
  refusing,
  requireUnchanged,
  paginate,
  type Page,
  type SortColumn,
} from '@trellis/database';
import { personaProblems, PersonasFacade } from '@trellis/personas';
import type { NewPillar, PillarChanges, PillarFilter } from './content-pillar-input.ts';
import { ContentPillarEntity } from './content-pillar.entity.ts';
import { savingPillar } from './content-pillar.errors.ts';
import { pillarProblems } from './content-pillar.problems.ts';

/** By priority (5 first), then weight, then name. */
const pillarOrder: SortColumn<ContentPillarEntity>[] = [
  { column: 'p.priority', direction: 'desc', type: 'numeric', valueOf: (pillar) => String(pillar.priority) },
  { column: 'p.weight', direction: 'desc', type: 'numeric', valueOf: (pillar) => pillar.weight },
  { column: 'p.name', direction: 'asc', type: 'text', valueOf: (pillar) => pillar.name },
  { column: 'p.id', direction: 'asc', type: 'uuid', valueOf: (pillar) => pillar.id },
];

/** Today in UTC, independent of the session's time zone. */
const TODAY = `(now() at time zone 'utc')::date`;

const CURRENT = `p.active and (p.start_date is null or p.start_date <= ${TODAY})
  and (p.end_date is null or p.end_date >= ${TODAY})`;

@Injectable()
export class ContentPillarsService {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
  ) {}

  private get pillars(): Repository<ContentPillarEntity> {
    return this.database.manager.getRepository(ContentPillarEntity);
  }

  async list(personaId: string, { current = false, ...page }: PillarFilter): Promise<Page<ContentPillarEntity>> {
    if (!(await this.personas.find(personaId))) throw notFound(personaProblems.persona_not_found);
    const { manager } = this.database;
    return paginate(manager, {
      list: 'pillars',
      filters: { personaId, current },
      select: `select ${columnList(manager, ContentPillarEntity, 'p')} from content_pillars p`,
      where: [['p.persona_id = ?', personaId], current && [CURRENT]],
      sort: pillarOrder,
      page,
    });
  }

  async get(id: string): Promise<ContentPillarEntity> {
    const pillar = await this.pillars.findOneBy({ id });
    if (!pillar) throw notFound(pillarProblems.pillar_not_found);
    return pillar;
  }

  async create(personaId: string, pillar: NewPillar): Promise<ContentPillarEntity> {
    const id = newId();
    await this.saving(async (manager) => {
      await manager.insert(ContentPillarEntity, { ...columnsOf(pillar), ...edited(), id, personaId });
      await recordAudit(manager, { action: 'pillar.created', ...subject(id), data: { personaId, name: pillar.name } });
    });
    return this.get(id);
  }

  /** @param seen the time of the state that the change was made for; a later state is refused */
  async update(id: string, changes: PillarChanges, seen?: Date): Promise<ContentPillarEntity> {
    await this.get(id);
    const columns = columnsOf(changes);
    const fields = Object.keys(columns);
    if (fields.length > 0)
      await this.saving(async (manager) => {
        await requireUnchanged(manager, { table: 'content_pillars', id, seen });
        await manager.update(ContentPillarEntity, { id }, { ...columns, ...edited() });
        await recordAudit(manager, { action: 'pillar.updated', ...subject(id), data: { fields } });
      });
    return this.get(id);
  }

  /** In a transaction, which names its isolation: the sum of the weights depends on it. */
  private saving(write: (manager: EntityManager) => Promise<void>): Promise<void> {
    return refusing(savingPillar, () => this.database.transaction(write));
  }

  /** Its clusters stay; their assignments to it are deleted. */
  async delete(id: string): Promise<void> {
    const { personaId, name } = await this.get(id);
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.delete(ContentPillarEntity, { id });
      if (!affected) throw notFound(pillarProblems.pillar_not_found);
      await recordAudit(manager, { action: 'pillar.deleted', ...subject(id), data: { personaId, name } });
    });
  }
}

const subject = (subjectId: string) => ({ subjectType: 'pillar', subjectId }) as const;

const columnsOf = ({ weight, ...rest }: PillarChanges) => ({
  ...rest,
  ...(weight !== undefined && { weight: weight.toFixed(2) }),
});
