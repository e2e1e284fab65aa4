import type { DataSource } from 'typeorm';
import { canonicalName, DomainError, newId } from '@trellis/kernel';
import type { BackfillRule } from './backfill-rule.ts';

/** What a rule's names mean. */
export interface RuleTarget {
  personaId?: string;
  cluster?: { id: string; missing: boolean; name: string; pillarId: string | null };
}

const unknown = (what: string, name: string) =>
  new DomainError(
    'validation_failed',
    'invalid',
    `There is no ${what} “${name}”; the rules must name one that exists.`,
  );

/** Finds personas, clusters and pillars by their names. @throws DomainError for a persona or a pillar that does not exist */
export async function targetsOf(dataSource: DataSource, rules: readonly BackfillRule[]): Promise<RuleTarget[]> {
  const made = new Map<string, string>();
  const targets: RuleTarget[] = [];
  for (const rule of rules) targets.push(await targetOf(dataSource, rule, made));
  return targets;
}

async function targetOf(dataSource: DataSource, rule: BackfillRule, made: Map<string, string>): Promise<RuleTarget> {
  if (rule.persona === undefined) return {};
  const [persona] = await dataSource.query<{ id: string }[]>('select id from personas where lower(name) = lower($1)', [
    canonicalName(rule.persona),
  ]);
  if (!persona) throw unknown('persona', rule.persona);
  if (!rule.cluster) return { personaId: persona.id };
  const name = canonicalName(rule.cluster.name);
  const [cluster] = await dataSource.query<{ id: string }[]>(
    'select id from clusters where persona_id = $1 and name = $2',
    [persona.id, name],
  );
  const pillarId = await pillarOf(dataSource, persona.id, rule.cluster.pillar);
  const key = `${persona.id} ${name}`;
  const id = cluster?.id ?? made.get(key) ?? newId();
  made.set(key, id);
  return { personaId: persona.id, cluster: { id, missing: !cluster, name, pillarId } };
}

async function pillarOf(dataSource: DataSource, personaId: string, name: string | undefined): Promise<string | null> {
  if (name === undefined) return null;
  const sql = 'select id from content_pillars where persona_id = $1 and name = $2';
  const [pillar] = await dataSource.query<{ id: string }[]>(sql, [personaId, canonicalName(name)]);
  if (!pillar) throw unknown('pillar', name);
  return pillar.id;
}
