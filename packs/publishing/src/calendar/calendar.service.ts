import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { notFound, ValidationFailedError } from '@trellis/kernel';
import { personaProblems, PersonasFacade } from '@trellis/personas';
import { POSTS, type PostView } from '../posts/post-view.ts';
import { isPlaced } from '../posts/post-state.ts';
import { occurrencesOf, type Slot } from '../slots/slot-occurrences.ts';
import { dayBounds } from '../time/day-bounds.ts';
import { requireDates } from '../time/require-dates.ts';
import { addDays, wallTimeOf } from '../time/wall-time.ts';

export interface CalendarWish {
  personaId?: string;
  /** Local dates of the persona, or UTC without one. */
  from: string;
  to: string;
}

export interface OpenSlot {
  slotId: string;
  accountId: string;
  local: string;
  at: Date;
  pillarId: string | null;
}

export interface Calendar {
  items: PostView[];
  openSlots: OpenSlot[];
}

const MOST_DAYS = 100;
const MOST_POSTS = 2_000;
const SLOTS = `
  select a.id as "accountId", a.time_zone as "timeZone", json_agg(json_build_object('id', s.id, 'weekday', s.weekday,
    'localTime', s.local_time, 'pillarId', s.pillar_id)) as slots
  from publish_accounts a join posting_slots s on s.account_id = a.id
  where a.paused_at is null and ($1::uuid is null or a.persona_id = $1) group by a.id order by a.id`;

interface AccountSlots {
  accountId: string;
  timeZone: string;
  slots: Slot[];
}

/** Posts by their time, and the slots that are open. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
  ) {}

  /** @throws DomainError persona_not_found; ValidationFailedError for the dates */
  async read({ personaId, from, to }: CalendarWish): Promise<Calendar> {
    requireDates(from, to, MOST_DAYS);
    const { start, end } = dayBounds(from, to, await this.zoneOf(personaId));
    const items = await this.posts(personaId, start as Date, end as Date);
    if (items.length > MOST_POSTS)
      throw new ValidationFailedError([
        { path: 'to', message: `must cover at most ${MOST_POSTS} posts: choose fewer days` },
      ]);
    return { items, openSlots: await this.openSlots(personaId, start as Date, end as Date, items) };
  }

  /** In the order of their times; cancelled ones are not in the calendar. */
  posts(personaId: string | undefined, start: Date, end: Date): Promise<PostView[]> {
    const [of, values] = personaId ? ['p.persona_id = $3 and', [personaId]] : ['', []];
    return this.database.query<PostView[]>(
      `${POSTS} where ${of} p.scheduled_at >= $1 and p.scheduled_at < $2 and p.state <> 'cancelled' order by p.scheduled_at, p.id limit ${MOST_POSTS + 1}`,
      [start, end, ...values],
    );
  }

  /** @throws DomainError persona_not_found */
  async zoneOf(personaId: string | undefined): Promise<string> {
    if (!personaId) return 'UTC';
    const persona = await this.personas.postingRules(personaId);
    if (!persona) throw notFound(personaProblems.persona_not_found);
    return persona.timeZone;
  }

  private async openSlots(
    personaId: string | undefined,
    start: Date,
    end: Date,
    posts: readonly PostView[],
  ): Promise<OpenSlot[]> {
    const accounts = await this.database.query<AccountSlots[]>(SLOTS, [personaId ?? null]);
    const placed = posts.filter(({ state }) => isPlaced(state));
    const taken = new Set(placed.map(({ accountId, scheduledAt }) => `${accountId} ${scheduledAt?.getTime()}`));
    const now = new Date();
    return accounts
      .flatMap(({ accountId, timeZone, slots }) => {
        const [first, last] = [
          wallTimeOf(start, timeZone).slice(0, 10),
          addDays(wallTimeOf(end, timeZone).slice(0, 10), 1),
        ];
        return occurrencesOf(slots, timeZone, first, last).map((one) => ({ ...one, accountId }));
      })
      .filter(({ at, accountId }) => at >= start && at < end && at > now && !taken.has(`${accountId} ${at.getTime()}`))
      .sort((a, b) => a.at.getTime() - b.at.getTime());
  }
}
