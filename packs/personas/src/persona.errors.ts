import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';

const nameTaken = () =>
  new DomainError('name_taken', 'conflict', 'Another persona has this name (upper and lower case count as the same).');

const inUse = (by: string) => () =>
  new DomainError('in_use', 'conflict', `The persona still has ${by}; delete or move them first.`);

export const savingPersona: Refusals = { uq_personas_name: nameTaken };

/** The foreign keys of the packs above, by name only. */
export const deletingPersona: Refusals = {
  fk_content_pillars_persona: inUse('content pillars'),
  fk_clusters_persona: inUse('clusters'),
  fk_pipeline_runs_persona: inUse('runs'),
  fk_photos_persona: inUse('photos'),
};
