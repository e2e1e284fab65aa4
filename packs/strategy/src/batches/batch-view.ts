import type { AiFailureKind } from '@trellis/ai';
import type { SuggestionView } from '../suggestions/suggestion-view.ts';
import type { BatchState } from './suggestion-batch.entity.ts';

export interface BatchView {
  id: string;
  personaId: string;
  pillarId: string;
  clusterId: string | null;
  /** How many ideas were asked for. */
  count: number;
  state: BatchState;
  source: 'ai' | 'template';
  /** Of the last attempt: why it failed, or is made again. */
  error: { kind: AiFailureKind; detail: string } | null;
  attempts: number;
  nextAttemptAt: Date | null;
  createdAt: Date;
  createdBy: string;
  suggestions: SuggestionView[];
}

export const SELECT_BATCHES = `
  select b.id, b.persona_id as "personaId", b.pillar_id as "pillarId", b.cluster_id as "clusterId", b.wanted as count,
    b.state, b.source, case when b.error_kind is not null then
      json_build_object('kind', b.error_kind, 'detail', b.error_detail) end as error,
    b.attempts, b.next_attempt_at as "nextAttemptAt", b.created_at as "createdAt", b.created_by as "createdBy"
  from suggestion_batches b`;
