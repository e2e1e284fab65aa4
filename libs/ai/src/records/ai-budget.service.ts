import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { Database } from '@trellis/database';
import { AiSettings } from '../ai.settings.ts';

/** What a call may use. */
export interface Grant {
  /** UTC date. */
  day: string;
  tokens: number;
}

/** What is left of a day. */
export interface BudgetLeft {
  callsLeft: number;
  tokensLeft: number;
  /** 00:00 UTC of the next day. */
  resetsAt: Date;
}

/** One statement: calls at the same moment wait for the row, and none of them sees an old number. */
const TAKE = `
  insert into ai_budget_days as b (day, calls, tokens, granted)
    select (now() at time zone 'utc')::date, 1, least($1::int, $4::bigint), least($1::int, $4::bigint)
    where $3::int >= 1 and $4::bigint >= $2::int
  on conflict (day) do update set calls = b.calls + 1, granted = least($1::int, $4::bigint - b.tokens),
    tokens = b.tokens + least($1::int, $4::bigint - b.tokens)
    where b.calls < $3::int and $4::bigint - b.tokens >= $2::int
  returning b.day::text as day, b.granted as tokens`;

const SETTLE = `update ai_budget_days set tokens = greatest(0, tokens - $2 + $3) where day = $1`;

const LEFT = `
  select (d.day + 1)::timestamp at time zone 'utc' as "resetsAt", coalesce(b.calls, 0) as calls,
    coalesce(b.tokens, 0)::float8 as tokens
  from (select (now() at time zone 'utc')::date as day) d left join ai_budget_days b on b.day = d.day`;

/** The calls and tokens of a day. A process that dies in a call leaves its reservation: no day uses more than it has. */
@Injectable()
export class AiBudget {
  private readonly settings: AiSettings;

  constructor(
    private readonly database: Database,
    config: TrellisConfig,
  ) {
    this.settings = config.of(AiSettings);
  }

  /**
   * A call with up to `wanted` tokens.
   * @returns undefined when the day has no call left, or fewer than `least` tokens
   */
  async take(wanted: number, least: number): Promise<Grant | undefined> {
    const { AI_MAX_CALLS_PER_DAY: calls, AI_MAX_TOKENS_PER_DAY: tokens } = this.settings;
    const [grant] = await this.database.query<Grant[]>(TAKE, [wanted, least, calls, tokens]);
    return grant;
  }

  /** Corrects the reservation to what was used. */
  async settle({ day, tokens }: Grant, used: number): Promise<void> {
    await this.database.query(SETTLE, [day, tokens, used]);
  }

  async left(): Promise<BudgetLeft> {
    const [used] = await this.database.query<{ resetsAt: Date; calls: number; tokens: number }[]>(LEFT);
    const { resetsAt, calls, tokens } = used as { resetsAt: Date; calls: number; tokens: number };
    const { AI_MAX_CALLS_PER_DAY, AI_MAX_TOKENS_PER_DAY } = this.settings;
    return {
      callsLeft: Math.max(0, AI_MAX_CALLS_PER_DAY - calls),
      tokensLeft: Math.max(0, AI_MAX_TOKENS_PER_DAY - tokens),
      resetsAt,
    };
  }
}
