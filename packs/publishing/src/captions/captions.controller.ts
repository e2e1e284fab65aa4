import { Body, Controller, Post } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsString } from 'class-validator';
import { Operation } from '@trellis/access';
import { Id, Optional, OptionalId, Text } from '@trellis/http';
import { inBody } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';
import { ProblemOfPost } from '../problems/problem-of-post.dto.ts';
import { IsPlainText } from './is-plain-text.ts';
import { CaptionsService } from './captions.service.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

export class CheckCaptionDto {
  static readonly example = { personaId: ID, caption: 'Dusk at the north quay.', hashtags: ['northquay'] };

  @Id()
  personaId!: string;

  @Text(20_000)
  @IsPlainText()
  caption!: string;

  @ApiPropertyOptional({ type: [String], default: [], maxItems: 100, description: 'with or without #' })
  @Optional()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(100, { message: 'must have at most 100 hashtags' })
  @IsString({ each: true, message: 'must be a list of strings' })
  hashtags?: string[];

  @OptionalId({ description: 'a post that the caption is of: it is not compared with itself' })
  postId?: string;
}

export class CaptionWarningResponse {
  @ApiProperty({ type: String, example: 'repeats' }) code!: string;
  @ApiProperty({ type: String }) detail!: string;
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'of repeats' }) postId?: string;
  @ApiPropertyOptional({ type: Number, description: 'of repeats: 0.5 to 1' }) share?: number;
}

export class CaptionCheckResponse {
  static readonly example = { ok: true, problems: [], warnings: [], length: 36, hashtagCount: 1 };

  @ApiProperty({ type: Boolean }) ok!: boolean;
  @ApiProperty({ type: [ProblemOfPost] }) problems!: ProblemOfPost[];
  @ApiProperty({ type: [CaptionWarningResponse] }) warnings!: CaptionWarningResponse[];
  @ApiProperty({ type: Number, description: 'UTF-16 units of what is sent, of 2,200' }) length!: number;
  @ApiProperty({ type: Number, description: 'of caption and field together' }) hashtagCount!: number;
}

@ApiTags('captions')
@Controller('captions')
export class CaptionsController {
  constructor(private readonly captions: CaptionsService) {}

  @Post('check')
  @Operation({
    id: 'checkCaption',
    summary: 'Check a caption as it would be sent',
    role: 'viewer',
    body: CheckCaptionDto,
    answer: CaptionCheckResponse,
    problems: [inBody(personaProblems.persona_not_found)],
  })
  async check(@Body() { personaId, caption, hashtags = [], postId }: CheckCaptionDto): Promise<CaptionCheckResponse> {
    const checked = await this.captions.check(personaId, caption, hashtags, postId);
    return { ok: checked.problems.length === 0, ...checked };
  }
}
