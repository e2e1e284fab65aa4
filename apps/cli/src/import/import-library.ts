import type { EntityManager } from 'typeorm';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow, LegacySource } from './legacy-source.ts';
import { CAPTION_FIELDS, HASHTAG_FIELDS, takeFields } from './value-objects.ts';
import { either, isTrue, momentOf, nameOf, numberOf, objectOf, textOf } from './values.ts';

const statuses: Record<string, string> = { '0': 'active', '1': 'archived', '2': 'draft' };

/** Personas, pillars, clusters and which pillars a cluster serves. */
export async function importLibrary(manager: EntityManager, source: LegacySource, rows: LegacyRows): Promise<void> {
  for (const table of ['personas', 'content_pillars', 'clusters']) await rows.load(table);
  await rows.load('pillar_cluster_assignments', { keyed: true });
  for (const row of await source.rows('personas')) await persona(manager, rows, row);
  for (const row of await source.rows('content_pillars')) await pillar(manager, rows, row);
  for (const row of await source.rows('clusters')) await cluster(rows, row);
  for (const row of await source.rows('pillar_cluster_assignments')) await assignment(manager, rows, row);
}

async function persona(manager: EntityManager, rows: LegacyRows, row: LegacyRow): Promise<void> {
  const id = numberOf(row);
  const name = nameOf(row['name'], `persona ${id}`);
  const sql = 'select id from personas where lower(name) = lower($1) and legacy_id is null';
  const [same] = await manager.query<{ id: string }[]>(sql, [name]);
  if (same && rows.idOf('personas', id) === undefined)
    return rows.adopt('personas', id, same.id, `taken for the persona “${name}” that is here already`);
  const caption = takeFields(objectOf(row['caption_config']), CAPTION_FIELDS);
  const hashtags = takeFields(objectOf(row['hashtag_strategy']), HASHTAG_FIELDS);
  const strategy = hashtags.value && { maxTags: 10, brandTags: [], ...hashtags.value };
  if (!(await rows.insert('personas', id, { name, caption_config: caption.value, hashtag_strategy: strategy }))) return;
  const lost = [...caption.lost, ...hashtags.lost];
  if (lost.length > 0) rows.report.changed('personas', id, `without ${lost.join(', ')}: there is no place for it here`);
}

async function pillar(manager: EntityManager, rows: LegacyRows, row: LegacyRow): Promise<void> {
  const id = numberOf(row);
  const personaId = rows.idOf('personas', row['persona_id']);
  if (!personaId) return rows.report.dropped('content_pillars', id, 'its persona was not imported');
  const weight = Math.round(Number(row['weight'] ?? 0) * 100) / 100;
  const sum = `select coalesce(sum(weight), 0)::float8 as sum from content_pillars where persona_id = $1 and active and legacy_id is distinct from $2`;
  const [{ sum: others }] = await manager.query<[{ sum: number }]>(sum, [personaId, id]);
  const wanted = either(row, 'active') === null || isTrue(row['active']);
  const fits = others + weight <= 100;
  const columns = {
    persona_id: personaId,
    name: nameOf(row['name'], `pillar ${id}`),
    description: textOf(row['description']),
    weight,
    active: wanted && fits,
    start_date: textOf(row['start_date'])?.slice(0, 10) ?? null,
    end_date: textOf(row['end_date'])?.slice(0, 10) ?? null,
    guidelines: objectOf(row['guidelines']) ?? {},
    target_posts_per_week: row['target_posts_per_week'] ?? null,
    priority: row['priority'] ?? 3,
  };
  const made = await rows.insert('content_pillars', id, columns);
  if (made && wanted && !fits) rows.report.changed('content_pillars', id, 'not active: the weights would exceed 100');
}

async function cluster(rows: LegacyRows, row: LegacyRow): Promise<void> {
  const id = numberOf(row);
  const personaId = rows.idOf('personas', row['persona_id']);
  if (!personaId) return rows.report.dropped('clusters', id, 'its persona was not imported');
  const said = String(row['status'] ?? 'active');
  const status = statuses[said] ?? said;
  const name = nameOf(row['name'], `cluster ${id}`);
  await rows.insert('clusters', id, { persona_id: personaId, name, status, ai_prompt: textOf(row['ai_prompt']) });
}

async function assignment(manager: EntityManager, rows: LegacyRows, row: LegacyRow): Promise<void> {
  const id = numberOf(row);
  const pillarId = rows.idOf('content_pillars', either(row, 'pillar_id', 'content_pillar_id'));
  const clusterId = rows.idOf('clusters', row['cluster_id']);
  const table = 'pillar_cluster_assignments';
  if (!pillarId || !clusterId) return rows.report.dropped(table, id, 'its pillar or its cluster was not imported');
  const taken = 'select 1 from pillar_cluster_assignments where cluster_id = $1 and is_primary';
  const wanted = isTrue(either(row, 'primary', 'is_primary'));
  const first = (await manager.query<unknown[]>(taken, [clusterId])).length === 0;
  const [{ persona_id }] = await manager.query<[{ persona_id: string }]>(
    'select persona_id from clusters where id = $1',
    [clusterId],
  );
  const columns = {
    pillar_id: pillarId,
    cluster_id: clusterId,
    persona_id,
    is_primary: wanted && first,
    notes: textOf(row['notes']),
  };
  const made = await rows.insert(table, id, columns, { keyed: true });
  if (made && wanted && !first) rows.report.changed(table, id, 'not primary: the cluster has a primary pillar already');
}

/** When something happened, for rows that only say when they were changed. */
export const happenedAt = (row: LegacyRow, ...names: string[]): Date =>
  momentOf(either(row, ...names, 'updated_at', 'created_at')) ?? new Date();
