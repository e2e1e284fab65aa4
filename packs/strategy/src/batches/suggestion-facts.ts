import { Injectable } from '@nestjs/common';
import { ContentPillarsFacade, type PillarBrief } from '@trellis/content-pillars';
import { Database } from '@trellis/database';
import { PersonasFacade, type PostingRules } from '@trellis/personas';
import { GapsService } from '../gaps/gaps.service.ts';
import type { PillarGapView } from '../gaps/persona-gaps.ts';
import type { Known } from './template-ideas.ts';

const MOST_PROMPTS = 20;

/** A cluster in short. */
export interface Series {
  id: string;
  name: string;
  prompt: string | null;
}

/** What the ideas of a pillar are made from. */
export interface SuggestionFacts {
  persona: PostingRules;
  pillar: PillarBrief;
  /** The cluster that the ideas are for. */
  cluster: Series | null;
  /** Of the pillar. */
  clusters: Series[];
  gap: PillarGapView | undefined;
  known: Known;
}

/** The newest of the pillar, and the one that is asked for. */
const CLUSTERS = `
  select c.id, c.name, c.ai_prompt as prompt from pub_clustering_assignments a
  join pub_clustering_clusters c on c.id = a.cluster_id where a.pillar_id = $1
  order by c.id = $2 desc nulls last, c.created_at desc, c.id limit 50`;

const PROMPTS = `
  select prompt from (
    (select s.prompt, s.created_at from suggestions s where s.pillar_id = $1 order by s.created_at desc, s.id desc
      limit ${MOST_PROMPTS})
    union all
    (select r.prompt, r.created_at from pub_clustering_assignments a join pub_pipeline_runs r on r.cluster_id = a.cluster_id
      where a.pillar_id = $1 and r.prompt <> '' order by r.created_at desc, r.id desc limit ${MOST_PROMPTS})) p
  order by created_at desc limit ${MOST_PROMPTS}`;

const TITLES = 'select title from suggestions where pillar_id = $1';

@Injectable()
export class SuggestionFactsReader {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly pillars: ContentPillarsFacade,
    private readonly gaps: GapsService,
  ) {}

  /** Undefined when the pillar is gone. */
  async read(pillarId: string, clusterId: string | null): Promise<SuggestionFacts | undefined> {
    const pillar = await this.pillars.brief(pillarId);
    const persona = pillar && (await this.personas.postingRules(pillar.personaId));
    if (!pillar || !persona) return undefined;
    const clusters = await this.database.query<Series[]>(CLUSTERS, [pillarId, clusterId]);
    const { pillars } = await this.gaps.read(pillar.personaId);
    return {
      persona,
      pillar,
      clusters,
      cluster: clusters.find(({ id }) => id === clusterId) ?? null,
      gap: pillars.find((gap) => gap.pillarId === pillarId),
      known: await this.known(pillarId, clusters),
    };
  }

  private async known(pillarId: string, clusters: SuggestionFacts['clusters']): Promise<Known> {
    const titles = await this.database.query<{ title: string }[]>(TITLES, [pillarId]);
    const prompts = await this.database.query<{ prompt: string }[]>(PROMPTS, [pillarId]);
    return {
      titles: [...titles.map(({ title }) => title), ...clusters.map(({ name }) => name)],
      prompts: [...prompts.map(({ prompt }) => prompt), ...clusters.flatMap(({ prompt }) => prompt ?? [])],
    };
  }
}
