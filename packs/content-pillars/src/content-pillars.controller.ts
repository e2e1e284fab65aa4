import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, IfMatch } from '@trellis/http';
import { personaProblems } from '@trellis/personas';
import { databaseProblems, editingProblems, mapPage, orStale, type Page } from '@trellis/database';
import { Operation } from '@trellis/access';
import { CreatePillarDto, PillarResponse, PillarsQuery, UpdatePillarDto } from './content-pillar.dto.ts';
import { ContentPillarsService } from './content-pillars.service.ts';
import { pillarProblems } from './content-pillar.problems.ts';

const missing = pillarProblems.pillar_not_found;
const noPersona = personaProblems.persona_not_found;

@ApiTags('content pillars')
@Controller()
export class ContentPillarsController {
  constructor(private readonly pillars: ContentPillarsService) {}

  @Get('personas/:personaId/pillars')
  @Operation({
    id: 'listPillars',
    summary: 'List the pillars of a persona, by priority, weight and name',
    role: 'viewer',
    answer: PillarResponse,
    list: true,
    problems: [noPersona, databaseProblems.invalid_cursor],
  })
  async list(@IdParam('personaId') personaId: string, @Query() query: PillarsQuery): Promise<Page<PillarResponse>> {
    return mapPage(await this.pillars.list(personaId, query), PillarResponse.of);
  }

  @Get('pillars/:id')
  @Operation({ id: 'getPillar', summary: 'Read a pillar', role: 'viewer', answer: PillarResponse, problems: [missing] })
  async get(@IdParam() id: string): Promise<PillarResponse> {
    return PillarResponse.of(await this.pillars.get(id));
  }

  @Post('personas/:personaId/pillars')
  @Operation({
    id: 'createPillar',
    summary: 'Create a pillar',
    role: 'operator',
    status: 201,
    body: CreatePillarDto,
    answer: PillarResponse,
    problems: [noPersona, pillarProblems.name_taken, pillarProblems.weight_exceeded],
  })
  async create(@IdParam('personaId') personaId: string, @Body() dto: CreatePillarDto): Promise<PillarResponse> {
    return PillarResponse.of(await this.pillars.create(personaId, dto));
  }

  @Patch('pillars/:id')
  @Operation({
    id: 'updatePillar',
    summary: 'Update the given fields',
    role: 'operator',
    body: UpdatePillarDto,
    answer: PillarResponse,
    problems: [missing, pillarProblems.name_taken, pillarProblems.weight_exceeded, editingProblems.stale],
  })
  async update(
    @IdParam() id: string,
    @Body() dto: UpdatePillarDto,
    @IfMatch() seen: Date | undefined,
  ): Promise<PillarResponse> {
    const updating = this.pillars.update(id, dto, seen);
    return PillarResponse.of(await orStale(updating, () => this.get(id)));
  }

  @Delete('pillars/:id')
  @Operation({
    id: 'deletePillar',
    summary: 'Delete a pillar. Its clusters stay',
    role: 'admin',
    status: 204,
    problems: [missing],
  })
  delete(@IdParam() id: string): Promise<void> {
    return this.pillars.delete(id);
  }
}
