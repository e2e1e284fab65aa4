import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ContentPillarsFacade, pillarProblems } from '@trellis/content-pillars';
import { Database, recordAudit } from '@trellis/database';
import { DomainError, newId, unknownReference, ValidationFailedError } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';
import { AccountsService } from '../accounts/accounts.service.ts';
import { requireDates } from '../time/require-dates.ts';
import { PostingSlotEntity } from './posting-slot.entity.ts';
import { occurrencesOf, type Occurrence, type Slot } from './slot-occurrences.ts';

type NewSlot = Omit<Slot, 'id' | 'pillarId'> & { pillarId?: string | null };

const timeOf = ({ weekday, localTime }: Pick<Slot, 'weekday' | 'localTime'>) => `${weekday} ${localTime}`;

/** The times of every week at which an account posts. */
@Injectable()
export class SlotsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly pillars: ContentPillarsFacade,
  ) {}

  /** By weekday and time. @throws DomainError account_not_found */
  async list(accountId: string): Promise<Slot[]> {
    await this.accounts.get(accountId);
    return this.of(this.database.manager, accountId);
  }

  async of(manager: EntityManager, accountId: string): Promise<Slot[]> {
    const order = { weekday: 'ASC', localTime: 'ASC' } as const;
    const slots = await manager.find(PostingSlotEntity, { where: { accountId }, order });
    return slots.map(({ id, weekday, localTime, pillarId }) => ({ id, weekday, localTime, pillarId }));
  }

  /**
   * Replaces them. A slot at the same time keeps its id, so that its posts keep their slot.
   * @throws DomainError account_not_found, pillar_not_found, persona_mismatch; ValidationFailedError for a time twice
   */
  async replace(accountId: string, wanted: readonly NewSlot[]): Promise<Slot[]> {
    const { personaId } = await this.accounts.get(accountId);
    requireOnce(wanted);
    await this.requirePillars(personaId, wanted);
    await this.database.transaction(async (manager) => {
      await manager.query('select id from publish_accounts where id = $1 for no key update', [accountId]);
      const ids = new Map((await this.of(manager, accountId)).map((slot) => [timeOf(slot), slot.id]));
      const rows = wanted.map((slot) => ({ ...slot, id: ids.get(timeOf(slot)) ?? newId() }));
      const kept = rows.map(({ id }) => id);
      await manager.query('delete from posting_slots where account_id = $1 and id <> all($2)', [accountId, kept]);
      for (const { id, weekday, localTime, pillarId = null } of rows)
        await manager.save(PostingSlotEntity, { id, accountId, personaId, weekday, localTime, pillarId });
      const data = { slots: wanted.length };
      await recordAudit(manager, { action: 'account.slots_set', subjectType: 'account', subjectId: accountId, data });
    });
    return this.list(accountId);
  }

  /** @throws DomainError account_not_found; ValidationFailedError for dates in the wrong order, or more than a year */
  async preview(accountId: string, from: string, to: string): Promise<Occurrence[]> {
    requireDates(from, to);
    const { timeZone } = await this.accounts.get(accountId);
    return occurrencesOf(await this.of(this.database.manager, accountId), timeZone, from, to);
  }

  private async requirePillars(personaId: string, slots: readonly NewSlot[]): Promise<void> {
    const ids = slots.flatMap(({ pillarId }) => pillarId ?? []);
    const found = new Map((await this.pillars.findMany(ids)).map((pillar) => [pillar.id, pillar.personaId]));
    for (const [n, { pillarId }] of slots.entries()) {
      if (!pillarId) continue;
      const owner = found.get(pillarId);
      if (!owner) throw unknownReference(pillarProblems.pillar_not_found, `slots.${n}.pillarId`);
      if (owner !== personaId)
        throw new DomainError(personaProblems.persona_mismatch, `slots.${n}.pillarId is a pillar of another persona.`);
    }
  }
}

function requireOnce(slots: readonly NewSlot[]): void {
  const seen = new Set<string>();
  for (const [n, slot] of slots.entries()) {
    if (seen.has(timeOf(slot)))
      throw new ValidationFailedError([{ path: `slots.${n}`, message: 'must not be at the same time as another' }]);
    seen.add(timeOf(slot));
  }
}
