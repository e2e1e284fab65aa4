import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, IfMatch } from '@trellis/http';
import { databaseProblems, editingProblems, mapPage, orStale, type Page } from '@trellis/database';
import { Operation } from '@trellis/access';
import { CreatePersonaDto, PersonaResponse, PersonasQuery, UpdatePersonaDto } from './persona.dto.ts';
import { PersonasService } from './personas.service.ts';
import { personaProblems } from './persona.problems.ts';

const missing = personaProblems.persona_not_found;

@ApiTags('personas')
@Controller('personas')
export class PersonasController {
  constructor(private readonly personas: PersonasService) {}

  @Get()
  @Operation({
    id: 'listPersonas',
    summary: 'List personas, newest first',
    role: 'viewer',
    answer: PersonaResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  async list(@Query() query: PersonasQuery): Promise<Page<PersonaResponse>> {
    return mapPage(await this.personas.list(query), PersonaResponse.of);
  }

  @Get(':id')
  @Operation({
    id: 'getPersona',
    summary: 'Read a persona',
    role: 'viewer',
    answer: PersonaResponse,
    problems: [missing],
  })
  async get(@IdParam() id: string): Promise<PersonaResponse> {
    return PersonaResponse.of(await this.personas.get(id));
  }

  @Post()
  @Operation({
    id: 'createPersona',
    summary: 'Create a persona',
    role: 'operator',
    status: 201,
    body: CreatePersonaDto,
    answer: PersonaResponse,
    problems: [personaProblems.name_taken],
  })
  async create(@Body() dto: CreatePersonaDto): Promise<PersonaResponse> {
    return PersonaResponse.of(await this.personas.create(dto));
  }

  @Patch(':id')
  @Operation({
    id: 'updatePersona',
    summary: 'Update the given fields',
    role: 'operator',
    body: UpdatePersonaDto,
    answer: PersonaResponse,
    problems: [missing, personaProblems.name_taken, editingProblems.stale],
  })
  async update(
    @IdParam() id: string,
    @Body() dto: UpdatePersonaDto,
    @IfMatch() seen: Date | undefined,
  ): Promise<PersonaResponse> {
    const updating = this.personas.update(id, dto, seen);
    return PersonaResponse.of(await orStale(updating, () => this.get(id)));
  }

  @Delete(':id')
  @Operation({
    id: 'deletePersona',
    summary: 'Delete an unused persona',
    role: 'admin',
    status: 204,
    problems: [missing, personaProblems.in_use],
  })
  delete(@IdParam() id: string): Promise<void> {
    return this.personas.delete(id);
  }
}
