import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { repeatAfter, type AiFailure } from '@trellis/ai';
import { Database } from '@trellis/database';
import { Outbox } from '@trellis/events';
import { newId } from '@trellis/kernel';
import { SuggestionEntity } from '../suggestions/suggestion.entity.ts';
import type { Idea } from '../suggestions/idea.ts';
import { SuggestionBatchEntity } from './suggestion-batch.entity.ts';
import { SuggestionsDueEvent } from './suggestions-due.event.ts';

export const LEASE = `interval '10 minutes'`;

/** A batch that one attempt works on. */
export type LeasedBatch = Pick<
  SuggestionBatchEntity,
  'id' | 'personaId' | 'pillarId' | 'clusterId' | 'wanted' | 'attempts' | 'failures' | 'claim' | 'createdBy'
>;

/** Also one whose worker died: its event is delivered again only then. */
const CLAIM = `
  update suggestion_batches set state = 'running', attempts = $2, claim = claim + 1, lease_until = now() + ${LEASE},
    next_attempt_at = null
  where id = $1 and ((state = 'queued' and attempts = $2 - 1) or (state = 'running' and attempts = $2 and $3))
  returning id, persona_id as "personaId", pillar_id as "pillarId", cluster_id as "clusterId", wanted, attempts,
    failures, claim, created_by as "createdBy"`;

const LEAVE = `
  update suggestion_batches set state = $3, lease_until = null, error_kind = $4, error_detail = $5, failures = $7,
    next_attempt_at = now() + $6::float8 * interval '1 second'
  where id = $1 and state = 'running' and claim = $2 returning id`;

/** Changes of batches. A worker that lost its batch to another one changes nothing. */
@Injectable()
export class BatchRows {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** In the transaction of the batch, or of its failed attempt. */
  async recordDue(manager: EntityManager, batchId: string, attempt: number, after = 0): Promise<void> {
    const facts = { eventId: newId(), occurredAt: new Date().toISOString(), batchId, attempt };
    await this.outbox.record(manager, [new SuggestionsDueEvent(facts)], { after });
  }

  /** Undefined when it ended, or another worker has it. */
  async claim(batchId: string, attempt: number, isRepeated: boolean): Promise<LeasedBatch | undefined> {
    const [rows] = await this.database.query<[LeasedBatch[], number]>(CLAIM, [batchId, attempt, isRepeated]);
    return rows[0];
  }

  async finish(batch: LeasedBatch, ideas: readonly Idea[]): Promise<void> {
    await this.database.transaction(async (manager) => {
      if (await this.leave(manager, batch, 'done')) await insertIdeas(manager, { ...batch, source: 'ai' }, ideas);
    });
  }

  /** Queued again after a while, or failed, by how often it has failed in this way. */
  async fail(batch: LeasedBatch, failure: AiFailure): Promise<void> {
    const failures = { ...batch.failures, [failure.kind]: (batch.failures[failure.kind] ?? 0) + 1 };
    const after = repeatAfter(failure, failures[failure.kind] ?? 1);
    await this.database.transaction(async (manager) => {
      const state = after === undefined ? 'failed' : 'queued';
      const left = await this.leave(manager, { ...batch, failures }, state, failure, after);
      if (left && after !== undefined) await this.recordDue(manager, batch.id, batch.attempts + 1, after);
    });
  }

  private async leave(
    manager: EntityManager,
    { id, claim, failures }: LeasedBatch,
    state: SuggestionBatchEntity['state'],
    failure?: AiFailure,
    after?: number,
  ): Promise<boolean> {
    const { kind = null, detail = null } = failure ?? {};
    const values = [id, claim, state, kind, detail, after ?? null, failures];
    const [rows] = await manager.query<[{ id: string }[], number]>(LEAVE, values);
    return rows.length > 0;
  }
}

type Owner = Pick<SuggestionBatchEntity, 'id' | 'personaId' | 'pillarId' | 'source'>;

export async function insertIdeas(manager: EntityManager, batch: Owner, ideas: readonly Idea[]): Promise<void> {
  const { id: batchId, personaId, pillarId, source } = batch;
  const rows = ideas.map((idea, place) => ({ ...idea, id: newId(), batchId, personaId, pillarId, source, place }));
  await manager.insert(SuggestionEntity, rows);
}
