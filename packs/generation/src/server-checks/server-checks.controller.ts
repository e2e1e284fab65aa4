import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { IdParam } from '@trellis/http';
import { notFound } from '@trellis/kernel';
import { generationProblems } from '../generation.problems.ts';
import { CheckServerService } from './check-server.service.ts';
import { ServerCheckResponse } from './server-check.dto.ts';

@ApiTags('generation')
@Controller('servers/:id/check')
export class ServerChecksController {
  constructor(private readonly checks: CheckServerService) {}

  @Post()
  @Operation({
    id: 'checkServer',
    summary: 'Check a server: its version, the nodes that pipelines use, and a small picture from end to end',
    role: 'operator',
    answer: ServerCheckResponse,
    problems: [generationProblems.server_not_found],
  })
  async check(@IdParam() id: string): Promise<ServerCheckResponse> {
    const check = await this.checks.check(id);
    if (!check) throw notFound(generationProblems.server_not_found);
    return check;
  }
}
