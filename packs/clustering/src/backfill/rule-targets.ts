import { Injectable } from '@nestjs/common';
import { ContentPillarsFacade } from '@trellis/content-pillars';
import { Database } from '@trellis/database';
import { canonicalName, newId } from '@trellis/kernel';
import { PersonasFacade } from '@trellis/personas';
import { UsageError } from '@trellis/manifest';
import { ClusterEntity } from '../clusters/cluster.entity.ts';
import type { BackfillRule } from './backfill-rule.ts';

/** The rows that a rule's names refer to. */
export interface RuleTarget {
  personaId?: string;
  cluster?: { id: string; missing: boolean; name: string; pillarId: string | null };
}

const unknown = (what: string, name: string) =>
  new UsageError(`There is no ${what} “${name}”. Use the name of one that exists.`);

/** Finds personas, clusters and pillars by name. */
@Injectable()
export class RuleTargets {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly pillars: ContentPillarsFacade,
  ) {}

  /** One target per rule. @throws UsageError for a persona or a pillar that does not exist */
  async of(rules: readonly BackfillRule[]): Promise<RuleTarget[]> {
    const made = new Map<string, string>();
    const targets: RuleTarget[] = [];
    for (const rule of rules) targets.push(await this.targetOf(rule, made));
    return targets;
  }

  private async targetOf(rule: BackfillRule, made: Map<string, string>): Promise<RuleTarget> {
    if (rule.persona === undefined) return {};
    const persona = await this.personas.findByName(rule.persona);
    if (!persona) throw unknown('persona', rule.persona);
    if (!rule.cluster) return { personaId: persona.id };
    return { personaId: persona.id, cluster: await this.clusterOf(persona.id, rule.cluster, made) };
  }

  /** @param made the ids of missing clusters, by persona and name @throws UsageError for a pillar that does not exist */
  async clusterOf(
    personaId: string,
    named: { name: string; pillar?: string },
    made: Map<string, string>,
  ): Promise<NonNullable<RuleTarget['cluster']>> {
    const name = canonicalName(named.name);
    const cluster = await this.database.manager.findOneBy(ClusterEntity, { personaId, name });
    const pillarId = await this.pillarOf(personaId, named.pillar);
    const key = `${personaId} ${name}`;
    const id = cluster?.id ?? made.get(key) ?? newId();
    made.set(key, id);
    return { id, missing: !cluster, name, pillarId };
  }

  private async pillarOf(personaId: string, name: string | undefined): Promise<string | null> {
    if (name === undefined) return null;
    const pillar = await this.pillars.findByName(personaId, name);
    if (!pillar) throw unknown('pillar', name);
    return pillar.id;
  }
}
