import { Controller, Delete, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '@trellis/database';
import { IdParam, PageQuery } from '@trellis/http';
import { accessProblems } from '../access.problems.ts';
import { Actor, type AuthenticatedRequest } from '../keys/request-actor.ts';
import { Operation } from '../operation.ts';
import { SessionResponse } from './session.dto.ts';
import { Sessions } from './sessions.service.ts';

@ApiTags('sessions')
@Controller('sessions')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @Operation({
    id: 'listSessions',
    summary: 'List sessions, newest first, also those that have ended',
    role: 'admin',
    answer: SessionResponse,
    list: true,
  })
  list(@Query() page: PageQuery): Promise<Page<SessionResponse>> {
    return this.sessions.list(page);
  }

  @Delete(':id')
  @Operation({
    id: 'endSession',
    summary: 'End a session',
    role: 'admin',
    status: 204,
    problems: [accessProblems.session_not_found],
  })
  end(@IdParam() id: string, @Actor() actor: string, @Req() { ip }: AuthenticatedRequest): Promise<void> {
    return this.sessions.end(id, { actor, address: ip });
  }
}
