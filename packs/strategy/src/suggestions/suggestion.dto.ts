import { ApiProperty } from '@nestjs/swagger';
import { EditedFields, OptionalId, OptionalName, OptionalOneOf, OptionalText, PageQuery } from '@trellis/http';
import { LIMITS } from './idea.ts';
import type { Acceptance, AcceptanceOrder } from './accept-suggestion.service.ts';
import { suggestionStates, type SuggestionState } from './suggestion.entity.ts';
import type { SuggestionView } from './suggestion-view.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
export const sources = ['ai', 'template'] as const;

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
