import { ApiProperty } from '@nestjs/swagger';
import { failureKinds, type AiFailure } from '@trellis/ai';
import {
  EditedFields,
  OptionalId,
  OptionalName,
  OptionalOneOf,
  OptionalText,
  PageQuery,
  WholeNumber,
} from '@trellis/http';
import type { BatchView } from '../batches/batch-view.ts';
import { LIMITS } from '../batches/idea.ts';
import type { BatchOrder } from '../batches/order-batch.service.ts';
import { batchStates } from '../batches/suggestion-batch.entity.ts';
import type { Acceptance, AcceptanceOrder } from './accept-suggestion.service.ts';
import { suggestionStates, type SuggestionState } from './suggestion.entity.ts';
import type { SuggestionView } from './suggestion-view.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const sources = ['ai', 'template'] as const;

export class OrderBatchDto implements BatchOrder {
  static readonly example = { count: 5 };

  @WholeNumber(1, 10, { description: 'ideas' })
  count!: number;

  @OptionalId({ nullable: true, description: 'a cluster of the pillar that the ideas are for' })
  clusterId?: string | null;

  @OptionalOneOf(['auto', 'template'], { default: 'auto', description: 'template: without a model' })
  source?: 'auto' | 'template';
}

export class OrderedBatchResponse {
  static readonly example = { batchId: ID };

  @ApiProperty({ type: String, format: 'uuid' }) batchId!: string;
}

export class SuggestionResponse extends EditedFields implements SuggestionView {
  static readonly example = {
    ...{ id: ID, batchId: ID, personaId: ID, pillarId: ID, title: 'Rain on glass' },
    ...{ description: 'A window seat on a grey afternoon.', prompt: 'window seat, rain on glass, soft daylight' },
    ...{ source: 'ai', state: 'pending', acceptedAt: null, clusterId: null, runId: null },
    createdAt: '2026-12-01T10:00:00.000Z',
    ...EditedFields.editedExample,
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) batchId!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String, format: 'uuid' }) pillarId!: string;
  @ApiProperty({ type: String }) title!: string;
  @ApiProperty({ type: String }) description!: string;
  @ApiProperty({ type: String }) prompt!: string;
  @ApiProperty({ enum: sources, description: 'template: made without AI' }) source!: SuggestionView['source'];
  @ApiProperty({ enum: suggestionStates }) state!: SuggestionState;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) acceptedAt!: Date | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) runId!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class BatchErrorResponse implements Pick<AiFailure, 'kind' | 'detail'> {
  @ApiProperty({ enum: failureKinds }) kind!: AiFailure['kind'];
  @ApiProperty({ type: String, description: 'what happened, and what to do' }) detail!: string;
}

export class BatchResponse implements BatchView {
  static readonly example = {
    ...{ id: ID, personaId: ID, pillarId: ID, clusterId: null, count: 1, state: 'done', source: 'ai', error: null },
    ...{ attempts: 1, nextAttemptAt: null, createdAt: '2026-12-01T10:00:00.000Z', createdBy: 'key:admin frontend' },
    suggestions: [SuggestionResponse.example],
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String, format: 'uuid' }) pillarId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: Number, description: 'ideas that were asked for' }) count!: number;
  @ApiProperty({ enum: batchStates }) state!: BatchView['state'];
  @ApiProperty({ enum: sources }) source!: BatchView['source'];
  @ApiProperty({ type: BatchErrorResponse, nullable: true, description: 'of the last attempt' })
  error!: BatchErrorResponse | null;
  @ApiProperty({ type: Number }) attempts!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) nextAttemptAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String }) createdBy!: string;
  @ApiProperty({ type: [SuggestionResponse], description: 'all of them once it is done' })
  suggestions!: SuggestionResponse[];
}

export class SuggestionsQuery extends PageQuery {
  @OptionalOneOf(suggestionStates)
  state?: SuggestionState;

  @OptionalId()
  pillarId?: string;
}

export class UpdateSuggestionDto {
  static readonly example = { title: 'Rain on the kitchen window' };

  @OptionalText(LIMITS.title, { least: 1 })
  title?: string;

  @OptionalText(LIMITS.description, { least: 1 })
  description?: string;

  @OptionalText(LIMITS.prompt, { least: 1 })
  prompt?: string;
}

export class AcceptanceDto implements AcceptanceOrder {
  static readonly example = { pipelineId: ID };

  @OptionalId({ description: 'makes a run with the prompt' })
  pipelineId?: string;

  @OptionalName('Rain on glass')
  clusterName?: string;

  @OptionalId({ description: 'a cluster of the pillar, instead of a new one' })
  clusterId?: string;
}

export class AcceptanceResponse implements Acceptance {
  static readonly example = { suggestionId: ID, clusterId: ID, runId: ID };

  @ApiProperty({ type: String, format: 'uuid' }) suggestionId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) runId!: string | null;
}
