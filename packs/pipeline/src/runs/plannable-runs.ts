import type { EntityManager } from 'typeorm';
import { FIRST_ID } from '@trellis/database';

/** The facts of a run that a backfill examines. */
export interface PlannableRun {
  id: string;
  name: string;
  prompt: string | null;
  targetFolder: string;
  status: string;
  legacyId: string | null;
  createdAt: Date;
  updatedAt: Date;
  personaId: string | null;
  clusterId: string | null;
  /**
   * The values of these variables; JSON null for missing ones. Old runs store them there because there was no column.
   */
  takeable: Readonly<Record<'prompt' | 'run_name', unknown>>;
  winnerId: string | null;
}

const PAGE = `
  select r.id, r.name, r.prompt, r.target_folder as "targetFolder", r.status, r.legacy_id as "legacyId", r.created_at as "createdAt",
    r.persona_id as "personaId", r.cluster_id as "clusterId", r.updated_at as "updatedAt",
    json_build_object('prompt', r.variables->'prompt', 'run_name', r.variables->'run_name') as takeable,
    (select id from image_candidates where run_id = r.id and is_winner) as "winnerId"
  from pipeline_runs r where r.id > $1 order by r.id limit $2`;

/** The runs after `after`, by id. */
export const plannableRuns = (
  manager: EntityManager,
  after: string | undefined,
  limit: number,
): Promise<PlannableRun[]> => manager.query(PAGE, [after ?? FIRST_ID, limit]);
