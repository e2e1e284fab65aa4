import type { EntityManager } from 'typeorm';
import { recordAudit } from '@trellis/database';
import type { ClusterCreation } from './backfill-plan.ts';
import { LineSkipped } from './line-skipped.ts';

/** While the lock is held, no row can be added to the cluster. */
const LOCK = `select name, status, ai_prompt as "aiPrompt" from clusters where id = $1 for update`;
const USED = `select 1 from pub_pipeline_runs where cluster_id = $1 union all select 1 from pub_photos_photos where cluster_id = $1 limit 1`;
const ASSIGNED = `
  select coalesce(json_agg(json_build_array(pillar_id, is_primary, notes)), '[]')::jsonb as pillars
  from pillar_cluster_assignments where cluster_id = $1`;

/** Deletes a cluster that a plan has created, if it is unchanged. @throws LineSkipped */
export async function removeCluster(manager: EntityManager, line: ClusterCreation, actor: string): Promise<void> {
  const { id, after, plan } = line;
  const [cluster] = await manager.query<{ name: string; status: string; aiPrompt: string | null }[]>(LOCK, [id]);
  if (!cluster) return;
  if ((await manager.query<unknown[]>(USED, [id])).length > 0) throw new LineSkipped('it has runs or photos');
  const [{ pillars }] = await manager.query<[{ pillars: unknown }]>(ASSIGNED, [id]);
  const made = after.pillarId === null ? [] : [[after.pillarId, true, null]];
  const untouched = cluster.name === after.name && cluster.status === 'active' && cluster.aiPrompt === null;
  if (!untouched || JSON.stringify(pillars) !== JSON.stringify(made)) throw new LineSkipped();
  await manager.query('delete from clusters where id = $1', [id]);
  const data = { name: after.name, backfill: plan };
  await recordAudit(manager, { actor, action: 'cluster.deleted', subjectType: 'cluster', subjectId: id, data });
}
