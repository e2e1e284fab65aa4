import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database, databaseProblems, listAudit, type Page } from '@trellis/database';
import { Operation } from '../operation.ts';
import { AuditEntryResponse, AuditQuery } from './audit.dto.ts';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly database: Database) {}

  @Get()
  @Operation({
    id: 'listAudit',
    summary: 'Who changed what, newest first',
    role: 'admin',
    answer: AuditEntryResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  list(@Query() query: AuditQuery): Promise<Page<AuditEntryResponse>> {
    return listAudit(this.database.manager, query);
  }
}
