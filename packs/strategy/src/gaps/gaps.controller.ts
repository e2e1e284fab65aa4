import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { IdParam } from '@trellis/http';
import { personaProblems } from '@trellis/personas';
import { GapsQuery, GapsResponse } from './gaps.dto.ts';
import { GapsService } from './gaps.service.ts';

@ApiTags('strategy')
@Controller('personas/:id/gaps')
export class GapsController {
  constructor(private readonly gaps: GapsService) {}

  @Get()
  @Operation({
    id: 'getGaps',
    summary: 'Read what is missing of the pillars of a persona, why, and what to do first',
    role: 'viewer',
    answer: GapsResponse,
    problems: [personaProblems.persona_not_found],
  })
  read(@IdParam() id: string, @Query() question: GapsQuery): Promise<GapsResponse> {
    return this.gaps.read(id, question);
  }
}
