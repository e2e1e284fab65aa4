import { Injectable } from '@nestjs/common';
import { aiProblems, failureOf, TextModel } from '@trellis/ai';
import { clusteringProblems } from '@trellis/clustering';
import { pillarProblems } from '@trellis/content-pillars';
import { Database, recordAudit, refusing } from '@trellis/database';
import { ContentPolicy, DomainError, newId, notFound, unknownReference } from '@trellis/kernel';
import { strategyProblems } from '../strategy.problems.ts';
import { BatchRows, insertIdeas } from './batch-rows.ts';
import { textsOfIdeas } from '../suggestions/idea.ts';
import { SuggestionBatchEntity } from './suggestion-batch.entity.ts';
import { SuggestionFactsReader, type SuggestionFacts } from './suggestion-facts.ts';
import { templateIdeas } from './template-ideas.ts';

export interface BatchOrder {
  /** 1..10. */
  count: number;
  clusterId?: string | null;
  /** `template`: without a model, also where there is one. */
  source?: 'auto' | 'template';
}

type NewBatch = Pick<SuggestionBatchEntity, 'id' | 'personaId' | 'pillarId' | 'clusterId' | 'wanted' | 'createdBy'>;

const underWay = {
  uq_suggestion_batches_under_way: () =>
    new DomainError(strategyProblems.batch_running, 'A batch of this pillar is under way. Wait until it ends.'),
};

/** Asks for ideas: of the model, later, or of the templates, at once. */
@Injectable()
export class OrderBatchService {
  constructor(
    private readonly database: Database,
    private readonly rows: BatchRows,
    private readonly facts: SuggestionFactsReader,
    private readonly model: TextModel,
    private readonly policy: ContentPolicy,
  ) {}

  /**
   * Returns the id of the batch.
   * @throws DomainError pillar_not_found, cluster_not_found, batch_running, ai_budget_exhausted
   */
  async execute(pillarId: string, { count, clusterId = null, source }: BatchOrder, actor: string): Promise<string> {
    const facts = await this.facts.read(pillarId, clusterId);
    if (!facts) throw notFound(pillarProblems.pillar_not_found);
    if (clusterId && !facts.cluster)
      throw unknownReference(clusteringProblems.cluster_not_found, 'clusterId', 'of the pillar');
    const batch = { id: newId(), personaId: facts.persona.id, pillarId, clusterId, wanted: count, createdBy: actor };
    if (await this.asksModel(source)) await this.queue(batch);
    else await this.fill(batch);
    return batch.id;
  }

  private async asksModel(source: BatchOrder['source']): Promise<boolean> {
    if (source === 'template') return false;
    const unready = await this.model.unready();
    if (unready?.kind === 'budget') throw new DomainError(aiProblems.ai_budget_exhausted, unready.detail);
    return unready === undefined;
  }

  private async queue(batch: NewBatch): Promise<void> {
    await refusing(underWay, () =>
      this.database.transaction(async (manager) => {
        await manager.insert(SuggestionBatchEntity, { ...batch, source: 'ai' });
        await this.rows.recordDue(manager, batch.id, 1);
        await recordAudit(manager, auditOf(batch, 'ai'));
      }),
    );
  }

  /**
   * It is under way for a moment, so that one batch of a pillar is written at a time, and the next one knows its ideas.
   */
  private fill(batch: NewBatch): Promise<void> {
    return refusing(underWay, () =>
      this.database.shared(async (manager) => {
        await manager.insert(SuggestionBatchEntity, { ...batch, source: 'template' });
        const { pillar, known } = (await this.facts.read(batch.pillarId, batch.clusterId)) as SuggestionFacts;
        const ideas = templateIdeas(pillar, known, batch.wanted);
        const rules = await this.policy.rulesAgainst(batch.personaId, textsOfIdeas(ideas), manager);
        if (rules.length === 0) await insertIdeas(manager, { ...batch, source: 'template' }, ideas);
        await manager.update(SuggestionBatchEntity, { id: batch.id }, endOf(rules));
        await recordAudit(manager, auditOf(batch, 'template'));
      }),
    );
  }
}

const endOf = (rules: readonly string[]): Partial<SuggestionBatchEntity> => {
  if (rules.length === 0) return { state: 'done' };
  const { kind, detail } = failureOf('policy');
  return { state: 'failed', errorKind: kind, errorDetail: `${detail} (${rules.join(', ')})` };
};

const auditOf = ({ id, pillarId, clusterId, wanted, createdBy }: NewBatch, source: string) =>
  ({
    actor: createdBy,
    action: 'suggestion_batch.created',
    subjectType: 'suggestion_batch',
    subjectId: id,
    data: { pillarId, clusterId, count: wanted, source },
  }) as const;
