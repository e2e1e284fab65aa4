import { recordAudit } from '@trellis/database';
import type { ImportContext } from './import-context.ts';
import type { LegacyRow } from './legacy-source.ts';
import { notePolicy } from './note-policy.ts';
import { RowReader } from './row-reader.ts';
import { CAPTION_FIELDS, HASHTAG_FIELDS, takeFields } from './value-objects.ts';
import { either, isTrue } from './values.ts';

const statuses: Record<string, string> = { '0': 'active', '1': 'archived', '2': 'draft' };

/** Imports personas, pillars, clusters and the assignments of pillars to clusters. */
export async function importLibrary(context: ImportContext): Promise<void> {
  const { source, rows } = context;
  await rows.load('personas', 'content_pillars', 'clusters', 'pillar_cluster_assignments');
  for (const row of await source.rows('personas')) await persona(context, row);
  for (const row of await source.rows('content_pillars')) await pillar(context, row);
  for (const row of await source.rows('clusters')) await cluster(context, row);
  for (const row of await source.rows('pillar_cluster_assignments')) await assignment(context, row);
}

async function persona({ manager, ports, rows }: ImportContext, row: LegacyRow): Promise<void> {
  const read = new RowReader(rows, 'personas', row);
  const name = read.name('persona');
  const same = read.isNew && (await ports.personas.idByName(manager, name));
  if (same) return rows.adopt(read, same, `is the persona “${name}” that exists already`);
  const caption = takeFields(read.object('caption_config'), CAPTION_FIELDS);
  const hashtags = takeFields(read.object('hashtag_strategy'), HASHTAG_FIELDS);
  const strategy = hashtags.value && { maxTags: 5, brandTags: [], ...hashtags.value };
  const unknown = [...caption.unknown, ...hashtags.unknown];
  const unfit = [...caption.unfit, ...hashtags.unfit];
  if (unknown.length > 0) read.notes.push(`without ${unknown.join(', ')}: Trellis has no field for it`);
  if (unfit.length > 0) read.notes.push(`without ${unfit.join(', ')}: the value does not fit`);
  await rows.insert(read, { name, caption_config: caption.value, hashtag_strategy: strategy, ...read.bornAt() });
}

async function pillar({ manager, ports, rows }: ImportContext, row: LegacyRow): Promise<void> {
  const read = new RowReader(rows, 'content_pillars', row);
  const personaId = rows.idOf('personas', row['persona_id']);
  if (!personaId) return read.drop('its persona was not imported');
  const name = read.name('pillar');
  const same = read.isNew && (await ports.pillars.idByName(manager, personaId, name));
  if (same) return rows.adopt(read, same, `is the pillar “${name}” that exists already`);
  const weight = weightOf(read);
  const wanted = either(row, 'active') === null || isTrue(row['active']);
  const fits = !read.isNew || (await ports.pillars.fits(manager, personaId, weight));
  if (wanted && !fits) read.notes.push('not active: the weights would exceed 100');
  await rows.insert(read, {
    persona_id: personaId,
    name,
    description: read.text('description'),
    weight,
    active: wanted && fits,
    ...periodOf(read),
    guidelines: read.object('guidelines'),
    target_posts_per_week: read.whole(['target_posts_per_week'], { least: 0, otherwise: null }),
    priority: read.whole(['priority'], { least: 1, most: 5, otherwise: 3 }),
    ...read.bornAt(),
  });
}

/** A pillar ends after it starts; otherwise it has no end. */
function periodOf(read: RowReader): { start_date: string | null; end_date: string | null } {
  const [start_date, end_date] = [read.day('start_date'), read.day('end_date')];
  if (start_date === null || end_date === null || start_date < end_date) return { start_date, end_date };
  read.notes.push(`without its end_date: ${end_date} is not after ${start_date}`);
  return { start_date, end_date: null };
}

/** Rounded to two decimals, the precision of the column. */
function weightOf(read: RowReader): number {
  const given = Number(read.row['weight'] ?? 0);
  if (!(given >= 0 && given <= 100)) {
    read.notes.push(`weight ${String(read.row['weight'])} → 0: it is not from 0 to 100`);
    return 0;
  }
  const weight = Math.round(given * 100) / 100;
  if (weight !== given) read.notes.push(`weight ${given} → ${weight}: rounded to two decimals`);
  return weight;
}

async function cluster(context: ImportContext, row: LegacyRow): Promise<void> {
  const { manager, ports, rows } = context;
  const read = new RowReader(rows, 'clusters', row);
  const personaId = rows.idOf('personas', row['persona_id']);
  if (!personaId) return read.drop('its persona was not imported');
  const [name, prompt] = [read.name('cluster'), read.text('ai_prompt')];
  const same = read.isNew && (await ports.clusters.idByName(manager, personaId, name));
  if (same) return rows.adopt(read, same, `is the cluster “${name}” that exists already`);
  await notePolicy(context, read, { column: 'ai_prompt', text: prompt, personaId });
  const columns = { persona_id: personaId, name, status: statusOf(read), ai_prompt: prompt, ...read.bornAt() };
  if (!(await rows.insert(read, columns))) return;
  const subjectId = rows.idOf('clusters', read.id) as string;
  const data = { personaId, import: rows.source };
  await recordAudit(manager, { actor: 'import', action: 'cluster.created', subjectType: 'cluster', subjectId, data });
}

function statusOf(read: RowReader): string {
  const given = read.text('status') ?? 'active';
  const status = statuses[given] ?? given;
  if (Object.values(statuses).includes(status)) return status;
  read.notes.push(`active: the status “${given}” is unknown`);
  return 'active';
}

async function assignment({ manager, ports, rows }: ImportContext, row: LegacyRow): Promise<void> {
  const read = new RowReader(rows, 'pillar_cluster_assignments', row);
  const pillarId = rows.idOf('content_pillars', either(row, 'pillar_id', 'content_pillar_id'));
  const clusterId = rows.idOf('clusters', row['cluster_id']);
  if (!pillarId || !clusterId) return read.drop('its pillar or its cluster was not imported');
  const wanted = isTrue(either(row, 'primary', 'is_primary'));
  const free = !(await ports.clusters.hasPrimaryPillar(manager, clusterId));
  if (wanted && !free) read.notes.push('not primary: the cluster has a primary pillar already');
  await rows.insert(read, {
    pillar_id: pillarId,
    cluster_id: clusterId,
    persona_id: await ports.clusters.personaOf(manager, clusterId),
    is_primary: wanted && free,
    notes: read.text('notes'),
  });
}
