import { ApiProperty } from '@nestjs/swagger';
import { failureKinds, type AiFailure } from '@trellis/ai';
import { OptionalId, OptionalOneOf, WholeNumber } from '@trellis/http';
import { sources, SuggestionResponse } from '../suggestions/suggestion.dto.ts';
import type { BatchView } from './batch-view.ts';
import type { BatchOrder } from './order-batch.service.ts';
import { batchStates } from './suggestion-batch.entity.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

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
