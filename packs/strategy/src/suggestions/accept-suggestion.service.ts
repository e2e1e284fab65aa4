import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClusteringFacade, clusteringProblems } from '@trellis/clustering';
import { Database, edited, recordAudit } from '@trellis/database';
import { canonicalName, DomainError, firstCharacters, unknownReference } from '@trellis/kernel';
import { PipelineFacade } from '@trellis/pipeline';
import { SuggestionEntity } from './suggestion.entity.ts';
import { closed, lockSuggestion } from './suggestions.service.ts';

export interface AcceptanceOrder {
  /** Makes a run with the prompt. */
  pipelineId?: string;
  /** Of the new cluster, instead of the title. */
  clusterName?: string;
  /** A cluster of the pillar, instead of a new one. */
  clusterId?: string;
}

export interface Acceptance {
  suggestionId: string;
  /** Null when the cluster was deleted since. */
  clusterId: string | null;
  /** Null without a pipeline, or when the run was deleted since. */
  runId: string | null;
}

const MOST_NAMES = 9;
const MOST_CHARACTERS = 200;
const OF_PILLAR = 'select 1 from pub_clustering_assignments where pillar_id = $1 and cluster_id = $2';

/** An idea becomes a cluster and a run, in one transaction. */
@Injectable()
export class AcceptSuggestionService {
  constructor(
    private readonly database: Database,
    private readonly clusters: ClusteringFacade,
    private readonly pipeline: PipelineFacade,
  ) {}

  /**
   * Repeating it answers with the same ids; a pipeline makes the run that was not made yet.
   * @throws DomainError suggestion_not_found, suggestion_closed, cluster_not_found, and as creating a cluster and a run
   */
  execute(id: string, order: AcceptanceOrder, actor: string): Promise<Acceptance> {
    return this.database.shared(async (manager) => {
      const suggestion = await lockSuggestion(manager, id);
      if (suggestion.state !== 'pending' && suggestion.state !== 'accepted') throw closed(suggestion);
      const isNew = suggestion.state === 'pending';
      const clusterId = isNew ? await this.clusterOf(manager, suggestion, order, actor) : suggestion.clusterId;
      const makesRun = order.pipelineId !== undefined && !suggestion.runMade;
      if (!isNew && !makesRun) return { suggestionId: id, clusterId, runId: suggestion.runId };
      const runId = makesRun ? await this.runOf(suggestion, clusterId, order.pipelineId as string) : suggestion.runId;
      const made = { clusterId, runId, runMade: suggestion.runMade || makesRun, ...edited() };
      await manager.update(SuggestionEntity, { id }, { ...(isNew && accepted()), ...made });
      const subject = { subjectType: 'suggestion', subjectId: id } as const;
      await recordAudit(manager, { actor, action: 'suggestion.accepted', ...subject, data: { clusterId, runId } });
      return { suggestionId: id, clusterId, runId };
    });
  }

  private async clusterOf(
    manager: EntityManager,
    suggestion: SuggestionEntity,
    { clusterId, clusterName = nameOf(suggestion.title) }: AcceptanceOrder,
    actor: string,
  ): Promise<string> {
    if (!clusterId) return this.newCluster(suggestion, clusterName, actor);
    const found = await manager.query<unknown[]>(OF_PILLAR, [suggestion.pillarId, clusterId]);
    if (found.length === 0) throw unknownReference(clusteringProblems.cluster_not_found, 'clusterId', 'of the pillar');
    return clusterId;
  }

  /** A name that is taken gets a number, up to 9. */
  private async newCluster(
    { personaId, pillarId, prompt }: SuggestionEntity,
    wanted: string,
    actor: string,
  ): Promise<string> {
    for (let n = 1; ; n += 1) {
      const name = n === 1 ? wanted : `${firstCharacters(wanted, MOST_CHARACTERS - 2)} ${n}`;
      try {
        return await this.clusters.createCluster(personaId, { name, pillarId, aiPrompt: prompt }, actor);
      } catch (error) {
        if (n === MOST_NAMES || !(error instanceof DomainError) || error.code !== 'name_taken') throw error;
      }
    }
  }

  private async runOf(
    { personaId, prompt }: SuggestionEntity,
    clusterId: string | null,
    pipelineId: string,
  ): Promise<string> {
    return (await this.pipeline.createRun({ pipelineId, personaId, clusterId, prompt })).id;
  }
}

/** A title may have what a name may not: control characters, and marks that are not composed. */
const nameOf = (title: string): string => canonicalName(title.replace(/\p{Cc}+/gu, ' ')) || 'Idea';

const accepted = () => ({ state: 'accepted' as const, acceptedAt: new Date() });
