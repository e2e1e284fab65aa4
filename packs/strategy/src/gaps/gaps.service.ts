import { Injectable } from '@nestjs/common';
import { today } from './calendar-days.ts';
import { GapFactsReader } from './gap-facts.ts';
import { endOf, gapsOf, paceOf, type GapsView } from './persona-gaps.ts';

/** What a person asks of gaps. */
export interface GapQuestion {
  /** ISO 8601 calendar date; today in UTC by default. */
  asOf?: string;
  /** 1..90, by default 28. */
  horizonDays?: number;
  /** Instead of what the persona posts. */
  postsPerWeek?: number;
}

const USUAL_DAYS = 28;

@Injectable()
export class GapsService {
  constructor(private readonly facts: GapFactsReader) {}

  /** @throws DomainError persona_not_found */
  async read(personaId: string, question: GapQuestion = {}): Promise<GapsView> {
    const { asOf = today(), horizonDays: days = USUAL_DAYS } = question;
    const facts = await this.facts.read(personaId, endOf({ asOf, days }));
    return gapsOf(personaId, facts, { asOf, days, postsPerWeek: paceOf(facts, question.postsPerWeek) });
  }
}
