import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { databaseProblems, editingProblems, orStale, type Page } from '@trellis/database';
import { IdParam, IfMatch, PageQuery } from '@trellis/http';
import { secretsProblems } from '@trellis/secrets';
import { generationProblems } from '../generation.problems.ts';
import { CreateServerDto, ServerResponse, UpdateServerDto } from './server.dto.ts';
import { ServersService } from './servers.service.ts';

const { server_not_found: missing, name_taken, base_url_taken, server_in_use } = generationProblems;
const { secrets_key_missing } = secretsProblems;

@ApiTags('generation')
@Controller('servers')
export class ServersController {
  constructor(private readonly servers: ServersService) {}

  @Get()
  @Operation({
    id: 'listServers',
    summary: 'List the ComfyUI servers, by name',
    role: 'viewer',
    answer: ServerResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  list(@Query() page: PageQuery): Promise<Page<ServerResponse>> {
    return this.servers.list(page);
  }

  @Post()
  @Operation({
    id: 'createServer',
    summary: 'Enter a ComfyUI server',
    role: 'admin',
    status: 201,
    body: CreateServerDto,
    answer: ServerResponse,
    problems: [name_taken, base_url_taken, secrets_key_missing],
  })
  create(@Body() dto: CreateServerDto): Promise<ServerResponse> {
    return this.servers.create(dto);
  }

  @Patch(':id')
  @Operation({
    id: 'updateServer',
    summary: 'Update the given fields',
    role: 'admin',
    body: UpdateServerDto,
    answer: ServerResponse,
    problems: [missing, name_taken, base_url_taken, server_in_use, secrets_key_missing, editingProblems.stale],
  })
  update(
    @IdParam() id: string,
    @Body() dto: UpdateServerDto,
    @IfMatch() seen: Date | undefined,
  ): Promise<ServerResponse> {
    return orStale(this.servers.update(id, dto, seen), () => this.servers.get(id));
  }

  @Delete(':id')
  @Operation({
    id: 'deleteServer',
    summary: 'Remove a server on which nothing is being made',
    role: 'admin',
    status: 204,
    problems: [missing, server_in_use],
  })
  delete(@IdParam() id: string): Promise<void> {
    return this.servers.delete(id);
  }
}
