import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, PageQuery } from '@trellis/http';
import { databaseProblems, type Page } from '@trellis/database';
import { Operation } from '@trellis/access';
import { CreatePersonaDto, PersonaResponse, UpdatePersonaDto } from './persona.dto.ts';
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
  async list(@Query() page: PageQuery): Promise<Page<PersonaResponse>> {
    const { items, nextCursor } = await this.personas.list(page);
    return { items: items.map(PersonaResponse.of), nextCursor };
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
    problems: [missing, personaProblems.name_taken],
  })
  async update(@IdParam() id: string, @Body() dto: UpdatePersonaDto): Promise<PersonaResponse> {
    return PersonaResponse.of(await this.personas.update(id, dto));
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
