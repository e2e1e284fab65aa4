import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { pillarProblems } from '@trellis/content-pillars';
import { IdParam } from '@trellis/http';
import { inBody } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';
import { publishingProblems } from '../publishing.problems.ts';
import { DatesQuery, SlotsDto, SlotsPreviewResponse, SlotsResponse } from './slot.dto.ts';
import { SlotsService } from './slots.service.ts';

const missing = publishingProblems.account_not_found;

@ApiTags('accounts')
@Controller('accounts/:id/slots')
export class SlotsController {
  constructor(private readonly slots: SlotsService) {}

  @Get()
  @Operation({
    id: 'getSlots',
    summary: 'Read the times of the week at which an account posts',
    role: 'viewer',
    answer: SlotsResponse,
    problems: [missing],
  })
  async get(@IdParam() id: string): Promise<SlotsResponse> {
    return { slots: await this.slots.list(id) };
  }

  @Put()
  @Operation({
    id: 'setSlots',
    summary: 'Replace the times of the week at which an account posts',
    role: 'operator',
    body: SlotsDto,
    answer: SlotsResponse,
    problems: [missing, inBody(pillarProblems.pillar_not_found), personaProblems.persona_mismatch],
  })
  async set(@IdParam() id: string, @Body() { slots }: SlotsDto): Promise<SlotsResponse> {
    return { slots: await this.slots.replace(id, slots) };
  }

  @Get('preview')
  @Operation({
    id: 'previewSlots',
    summary: 'Show the times of the slots, local and UTC',
    role: 'viewer',
    answer: SlotsPreviewResponse,
    problems: [missing],
  })
  async preview(@IdParam() id: string, @Query() { from, to }: DatesQuery): Promise<SlotsPreviewResponse> {
    return { items: await this.slots.preview(id, from, to) };
  }
}
