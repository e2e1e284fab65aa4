import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DomainError, ValidationFailedError } from '@trellis/kernel';
import type { PublishAccountEntity } from '../accounts/account.entity.ts';
import { publishingProblems } from '../publishing.problems.ts';
import { occurrencesOf } from '../slots/slot-occurrences.ts';
import { SlotsService } from '../slots/slots.service.ts';
import { placedStates } from './post-state.ts';
import { addDays, instantOf, wallTimeOf, weekdayOf, ZONE_DATA } from '../time/wall-time.ts';

/** When a post shall be published: exactly one of the three. */
export interface When {
  /** ISO 8601 with a zone. */
  at?: string;
  /** `2026-11-01T18:30` in the account's zone. */
  localTime?: string;
  nextSlot?: boolean;
}

/** An instant and the wall time that it was chosen by. */
export interface PostTime {
  scheduledAt: Date;
  scheduledLocal: string;
  zone: string;
  /** Null where an instant was given: it does not move with the zone's rules. */
  zoneData: string | null;
  slotId: string | null;
}

const DAYS_AHEAD = 366;
const PLACED = `state in (${placedStates.map((state) => `'${state}'`).join(', ')})`;
const TAKEN = `select scheduled_at as at from posts where account_id = $1 and ${PLACED} and scheduled_at >= now()`;
const IS_TAKEN = `
  select 1 from posts where account_id = $1 and scheduled_at = $2 and id <> $3 and (${PLACED} or $4 and state = 'draft')`;

/** Turns what a person asks for into an instant. */
@Injectable()
export class PostTimes {
  constructor(private readonly slots: SlotsService) {}

  /** @throws ValidationFailedError unless one is given; DomainError time_in_past, no_open_slot */
  async resolve(manager: EntityManager, account: PublishAccountEntity, when: When): Promise<PostTime> {
    const given = [when.at !== undefined, when.localTime !== undefined, when.nextSlot === true].filter(Boolean);
    if (given.length !== 1)
      throw new ValidationFailedError([
        { path: 'at', message: 'exactly one of at, localTime and nextSlot must be given' },
      ]);
    const now = await databaseNow(manager);
    if (when.nextSlot) return this.nextSlot(manager, account, now);
    const time = await this.timeOf(manager, account, when);
    if (time.scheduledAt < now)
      throw new DomainError(publishingProblems.time_in_past, `${time.scheduledAt.toISOString()} is in the past.`);
    return time;
  }

  private async timeOf(
    manager: EntityManager,
    { id, timeZone: zone }: PublishAccountEntity,
    { at, localTime }: When,
  ): Promise<PostTime> {
    const scheduledAt = at === undefined ? instantOf(localTime ?? '', zone) : new Date(at);
    const scheduledLocal = localTime ?? wallTimeOf(scheduledAt, zone);
    const [date = '', time = ''] = scheduledLocal.split('T');
    const slots = await this.slots.of(manager, id);
    const slot = slots.find((one) => one.localTime === time && one.weekday === weekdayOf(date));
    const isExact = slot && instantOf(`${date}T${time}`, zone).getTime() === scheduledAt.getTime();
    const zoneData = at === undefined ? ZONE_DATA : null;
    return { scheduledAt, scheduledLocal, zone, zoneData, slotId: isExact ? slot.id : null };
  }

  private async nextSlot(
    manager: EntityManager,
    { id, timeZone: zone }: PublishAccountEntity,
    now: Date,
  ): Promise<PostTime> {
    const today = wallTimeOf(now, zone).slice(0, 10);
    const taken = new Set((await manager.query<{ at: Date }[]>(TAKEN, [id])).map(({ at }) => at.getTime()));
    const slots = await this.slots.of(manager, id);
    const next = occurrencesOf(slots, zone, today, addDays(today, DAYS_AHEAD)).find(
      ({ at }) => at > now && !taken.has(at.getTime()),
    );
    if (!next)
      throw new DomainError(
        publishingProblems.no_open_slot,
        'No slot of the account is open within a year. Add slots.',
      );
    return { scheduledAt: next.at, scheduledLocal: next.local, zone, zoneData: ZONE_DATA, slotId: next.slotId };
  }
}

/** Whether another post of the account has the instant, or a draft waits for it. */
export async function isTaken(
  manager: EntityManager,
  { id, accountId }: { id: string; accountId: string },
  at: Date,
  { byDrafts = false } = {},
): Promise<boolean> {
  return (await manager.query<unknown[]>(IS_TAKEN, [accountId, at, id, byDrafts])).length > 0;
}

/** The database's clock decides about every time. */
export const databaseNow = async (manager: EntityManager): Promise<Date> =>
  (await manager.query<[{ now: Date }]>(`select now()::timestamptz(3) as now`))[0].now;
