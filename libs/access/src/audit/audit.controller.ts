import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditEntryEntity, Database, databaseProblems, paginate, type Page, type SortColumn } from '@trellis/database';
import { Operation } from '../operation.ts';
import { AuditEntryResponse, AuditQuery } from './audit.dto.ts';

const newestFirst: SortColumn<AuditEntryEntity>[] = [
  { column: 'entry.at', direction: 'DESC', type: 'timestamptz', valueOf: (entry) => entry.at.toISOString() },
  { column: 'entry.id', direction: 'DESC', type: 'uuid', valueOf: (entry) => entry.id },
];

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
  async list(@Query() { limit, cursor, ...filters }: AuditQuery): Promise<Page<AuditEntryResponse>> {
    const query = this.database.manager.createQueryBuilder(AuditEntryEntity, 'entry');
    for (const [field, value] of Object.entries(filters)) if (value !== undefined) query.andWhere({ [field]: value });
    const page = { limit, cursor };
    const { items, nextCursor } = await paginate(query, { list: 'audit', filters, sort: newestFirst, page });
    return { items, nextCursor };
  }
}
