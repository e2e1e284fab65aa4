import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '@trellis/database';
import { IdParam, PageQuery } from '@trellis/http';
import { accessProblems } from '../access.problems.ts';
import { Operation } from '../operation.ts';
import { ApiKeys } from './api-keys.service.ts';
import { CreateKeyDto, CreatedKeyResponse, KeyResponse } from './key.dto.ts';
import { Actor } from './request-actor.ts';

@ApiTags('keys')
@Controller('keys')
export class KeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Get()
  @Operation({
    id: 'listKeys',
    summary: 'List keys, newest first',
    role: 'admin',
    answer: KeyResponse,
    list: true,
  })
  list(@Query() page: PageQuery): Promise<Page<KeyResponse>> {
    return this.keys.list(page);
  }

  @Post()
  @Operation({
    id: 'createKey',
    summary: 'Create a key. The response is the only place that shows it',
    role: 'admin',
    status: 201,
    body: CreateKeyDto,
    secretAnswer: true,
    problems: [accessProblems.name_taken],
    answer: CreatedKeyResponse,
  })
  create(@Body() dto: CreateKeyDto, @Actor() actor: string): Promise<CreatedKeyResponse> {
    return this.keys.create(dto, actor);
  }

  @Delete(':id')
  @Operation({
    id: 'revokeKey',
    summary: 'Revoke a key',
    role: 'admin',
    status: 204,
    problems: [accessProblems.key_not_found],
  })
  revoke(@IdParam() id: string, @Actor() actor: string): Promise<void> {
    return this.keys.revoke(id, actor);
  }
}
