import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { TrellisConfig } from '@trellis/config';
import { databaseProblems, type Page } from '@trellis/database';
import { PageQuery } from '@trellis/http';
import { AiBudget, type BudgetLeft } from './records/ai-budget.service.ts';
import { AiCalls, type AiCallView } from './records/ai-calls.service.ts';
import { failureKinds } from './ai-failure.ts';
import { AiSettings, providers, type AiProvider } from './ai.settings.ts';

export class AiStatusResponse implements BudgetLeft {
  static readonly example = {
    ...{ provider: 'openai-compatible', model: 'gemma3:27b', callsLeft: 198, tokensLeft: 497_120 },
    resetsAt: '2026-12-02T00:00:00.000Z',
  };

  @ApiProperty({ enum: providers }) provider!: AiProvider;
  @ApiProperty({ type: String, nullable: true, description: 'null without a provider' }) model!: string | null;
  @ApiProperty({ type: Number, description: 'of the day' }) callsLeft!: number;
  @ApiProperty({ type: Number, description: 'of the day' }) tokensLeft!: number;
  @ApiProperty({ type: String, format: 'date-time', description: '00:00 UTC' }) resetsAt!: Date;
}

export class AiCallResponse implements AiCallView {
  static readonly example = {
    ...{ id: '01890a5d-ac96-774b-bcce-b302099a8057', createdAt: '2026-12-01T10:00:00.000Z', purpose: 'suggestions' },
    ...{ provider: 'openai-compatible', model: 'gemma3:27b', actor: 'key:admin frontend', prompt: 'Write ideas …' },
    ...{ answer: '{"suggestions": []}', promptSha256: '0'.repeat(64), answerSha256: '0'.repeat(64) },
    ...{
      inputTokens: 321,
      outputTokens: 88,
      durationMs: 4_210,
      outcome: 'invalid',
      detail: 'The answer is not usable.',
    },
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ enum: ['suggestions', 'captions'] }) purpose!: AiCallView['purpose'];
  @ApiProperty({ type: String }) provider!: string;
  @ApiProperty({ type: String }) model!: string;
  @ApiProperty({ type: String }) actor!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null after AI_KEEP_TEXT_DAYS, and where it was refused' })
  prompt!: string | null;
  @ApiProperty({ type: String, nullable: true }) answer!: string | null;
  @ApiProperty({ type: String }) promptSha256!: string;
  @ApiProperty({ type: String, nullable: true }) answerSha256!: string | null;
  @ApiProperty({ type: Number, nullable: true }) inputTokens!: number | null;
  @ApiProperty({ type: Number, nullable: true }) outputTokens!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'milliseconds' }) durationMs!: number | null;
  @ApiProperty({ enum: ['ok', ...failureKinds], nullable: true, description: 'null while it is under way' })
  outcome!: AiCallView['outcome'];
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
}

@ApiTags('ai')
@Controller('ai')
export class AiController {
  private readonly settings: AiSettings;

  constructor(
    private readonly budget: AiBudget,
    private readonly calls: AiCalls,
    config: TrellisConfig,
  ) {
    this.settings = config.of(AiSettings);
  }

  @Get('status')
  @Operation({
    id: 'getAiStatus',
    summary: 'Read who writes ideas, and what is left of the day',
    role: 'viewer',
    answer: AiStatusResponse,
  })
  async status(): Promise<AiStatusResponse> {
    const { AI_PROVIDER: provider, AI_MODEL: model } = this.settings;
    return { provider, model: provider === 'none' ? null : (model ?? null), ...(await this.budget.left()) };
  }

  @Get('calls')
  @Operation({
    id: 'listAiCalls',
    summary: 'List the calls of text models with their texts, newest first',
    role: 'admin',
    answer: AiCallResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  list(@Query() page: PageQuery): Promise<Page<AiCallResponse>> {
    return this.calls.list(page);
  }
}
