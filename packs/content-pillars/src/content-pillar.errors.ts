import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { ValidationFailedError, notFound } from '@trellis/http';

export const savingPillar: Refusals = {
  uq_content_pillars_name: () =>
    new DomainError('name_taken', 'conflict', 'The persona has a pillar of this name already.'),
  ck_content_pillars_weight_sum: () =>
    new DomainError(
      'weight_exceeded',
      'conflict',
      "The weights of the persona's active pillars would exceed 100; lower another one first.",
    ),
  ck_content_pillars_dates: () => new ValidationFailedError([{ path: 'endDate', message: 'must be after startDate' }]),
  fk_content_pillars_persona: () => notFound('persona'),
};
