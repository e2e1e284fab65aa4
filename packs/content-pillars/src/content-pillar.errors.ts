import { DomainError, ValidationFailedError, notFound } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { personaProblems } from '@trellis/personas';
import { pillarProblems } from './content-pillar.problems.ts';

export const savingPillar: Refusals = {
  uq_content_pillars_name: () =>
    new DomainError(pillarProblems.name_taken, 'The persona already has a pillar with this name.'),
  ck_content_pillars_weight_sum: () =>
    new DomainError(
      pillarProblems.weight_exceeded,
      "The weights of the persona's active pillars would exceed 100. Lower another weight first.",
    ),
  ck_content_pillars_dates: () => new ValidationFailedError([{ path: 'endDate', message: 'must be after startDate' }]),
  fk_content_pillars_persona: () => notFound(personaProblems.persona_not_found),
};
