import { Injectable } from '@nestjs/common';
import { DomainError } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';
import { GapsService } from './gaps.service.ts';

/** The gaps of a persona in short. */
export interface GapSummary {
  score: number | null;
  needed: number;
  missing: number;
  /** The first date on which a pillar that misses something has nothing left. */
  runsOutOn: string | null;
}

/** Gaps for the packs above. */
@Injectable()
export class GapsFacade {
  constructor(private readonly gaps: GapsService) {}

  /** Of four weeks. Undefined when the persona is gone. */
  async summary(personaId: string): Promise<GapSummary | undefined> {
    try {
      const { score, needed, missing, pillars } = await this.gaps.read(personaId);
      const dates = pillars.flatMap((pillar) => (pillar.missing > 0 && pillar.lastsUntil ? [pillar.lastsUntil] : []));
      return { score, needed, missing, runsOutOn: dates.sort()[0] ?? null };
    } catch (error) {
      if (error instanceof DomainError && error.code === personaProblems.persona_not_found.code) return undefined;
      throw error;
    }
  }
}
