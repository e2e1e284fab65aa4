import { recordAudit } from '@trellis/database';
import type { EntityManager } from 'typeorm';
import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow, LegacySource } from './legacy-source.ts';
import { CAPTION_FIELDS, HASHTAG_FIELDS, takeFields } from './value-objects.ts';
import { RowReader } from './row-reader.ts';
import { either, isTrue, objectOf, textOf } from './values.ts';

const statuses: Record<string, string> = { '0': 'active', '1': 'archived', '2': 'draft' };

/** Personas, pillars, clusters and which pillars a cluster serves. */
export async function importLibrary(manager: EntityManager, source: LegacySource, rows: LegacyRows): Promise<void> {
  for (const table of ['personas', 'content_pillars', 'clusters']) await rows.load(table);
  await rows.load('pillar_cluster_assignments', { keyed: true });
  for (const row of await source.rows('personas')) await persona(manager, rows, row);
  for (const row of await source.rows('content_pillars')) await pillar(manager, rows, row);
  for (const row of await source.rows('clusters')) await cluster(manager, rows, row);
  for (const row of await source.rows('pillar_cluster_assignments')) await assignment(manager, rows, row);
}

async function persona(manager: EntityManager, rows: LegacyRows, row: LegacyRow): Promise<void> {
  const read = new RowReader(rows, 'personas', row);
  const name = read.name('persona');
  const same = read.isNew && (await find(manager, 'select id from personas where lower(name) = lower($1)', [name]));
  if (same) return rows.adopt(read, same, `taken for the persona “${name}” that is here already`);
  const caption = takeFields(objectOf(row['caption_config']), CAPTION_FIELDS);
  const hashtags = takeFields(objectOf(row['hashtag_strategy']), HASHTAG_FIELDS);
  const strategy = hashtags.value && { maxTags: 10, brandTags: [], ...hashtags.value };
  const lost = [...caption.lost, ...hashtags.lost];
  if (lost.length > 0) read.notes.push(`without ${lost.join(', ')}: there is no place for it here`);
  await rows.insert(read, { name, caption_config: caption.value, hashtag_strategy: strategy, ...read.bornAt() });
}

async function pillar(manager: EntityManager, rows: LegacyRows, row: LegacyRow): Promise<void> {
  const read = new RowReader(rows, 'content_pillars', row);
  const personaId = rows.idOf('personas', row['persona_id']);
  if (!personaId) return read.drop('its persona was not imported');
  const name = read.name('pillar');
  const sql = 'select id from content_pillars where persona_id = $1 and name = $2';
  const same = read.isNew && (await find(manager, sql, [personaId, name]));
  if (same) return rows.adopt(read, same, `taken for the pillar “${name}” that is here already`);
  const weight = weightOf(read);
  const sum = `select coalesce(sum(weight), 0)::float8 as sum from content_pillars where persona_id = $1 and active and legacy_id is distinct from $2`;
  const [{ sum: others }] = await manager.query<[{ sum: number }]>(sum, [personaId, read.id]);
  const wanted = either(row, 'active') === null || isTrue(row['active']);
  const fits = others + weight <= 100;
  if (wanted && !fits) read.notes.push('not active: the weights would exceed 100');
  await rows.insert(read, {
    persona_id: personaId,
    name,
    description: read.text('description'),
    weight,
    active: wanted && fits,
    start_date: textOf(row['start_date'])?.slice(0, 10) ?? null,
    end_date: textOf(row['end_date'])?.slice(0, 10) ?? null,
    guidelines: read.object('guidelines'),
    target_posts_per_week: row['target_posts_per_week'] ?? null,
    priority: row['priority'] ?? 3,
    ...read.bornAt(),
  });
}

/** Two decimals, as ours have. */
function weightOf(read: RowReader): number {
  const said = Number(read.row['weight'] ?? 0);
  const weight = Math.round(said * 100) / 100;
  if (weight !== said) read.notes.push(`weight ${said} → ${weight}: two decimals are kept`);
  return weight;
}

async function cluster(manager: EntityManager, rows: LegacyRows, row: LegacyRow): Promise<void> {
  const read = new RowReader(rows, 'clusters', row);
  const personaId = rows.idOf('personas', row['persona_id']);
  if (!personaId) return read.drop('its persona was not imported');
  const said = String((row['status'] as string | null | undefined) ?? 'active');
  const status = statuses[said] ?? said;
  const [name, prompt] = [read.name('cluster'), read.text('ai_prompt')];
  const sql = 'select id from clusters where persona_id = $1 and name = $2';
  const same = read.isNew && (await find(manager, sql, [personaId, name]));
  if (same) return rows.adopt(read, same, `taken for the cluster “${name}” that is here already`);
  const columns = { persona_id: personaId, name, status, ai_prompt: prompt, ...read.bornAt() };
  if (!(await rows.insert(read, columns))) return;
  const subjectId = rows.idOf('clusters', read.id) as string;
  const data = { personaId, import: rows.source };
  await recordAudit(manager, { actor: 'import', action: 'cluster.created', subjectType: 'cluster', subjectId, data });
}

async function assignment(manager: EntityManager, rows: LegacyRows, row: LegacyRow): Promise<void> {
  const read = new RowReader(rows, 'pillar_cluster_assignments', row);
  const pillarId = rows.idOf('content_pillars', either(row, 'pillar_id', 'content_pillar_id'));
  const clusterId = rows.idOf('clusters', row['cluster_id']);
  if (!pillarId || !clusterId) return read.drop('its pillar or its cluster was not imported');
  const taken = 'select 1 from pillar_cluster_assignments where cluster_id = $1 and is_primary';
  const wanted = isTrue(either(row, 'primary', 'is_primary'));
  const first = (await manager.query<unknown[]>(taken, [clusterId])).length === 0;
  if (wanted && !first) read.notes.push('not primary: the cluster has a primary pillar already');
  const [{ persona_id }] = await manager.query<[{ persona_id: string }]>(
    'select persona_id from clusters where id = $1',
    [clusterId],
  );
  const columns = { pillar_id: pillarId, cluster_id: clusterId, persona_id, is_primary: wanted && first };
  await rows.insert(read, { ...columns, notes: read.text('notes') }, ['pillar_id', 'cluster_id']);
}

const find = async (manager: EntityManager, sql: string, values: unknown[]): Promise<string | undefined> =>
  (await manager.query<{ id: string }[]>(sql, values))[0]?.id;
