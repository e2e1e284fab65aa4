import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  AuditEntryEntity,
  columnList,
  Database,
  databaseProblems,
  paginate,
  type Page,
  type SortColumn,
} from '@trellis/database';
import { Operation } from '../operation.ts';
import { AuditEntryResponse, AuditQuery } from './audit.dto.ts';

const newestFirst: SortColumn<AuditEntryEntity>[] = [
  { column: 'e.at', direction: 'desc', type: 'timestamptz', valueOf: (entry) => entry.at.toISOString() },
  { column: 'e.id', direction: 'desc', type: 'uuid', valueOf: (entry) => entry.id },
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
    const { manager } = this.database;
    const { subjectType, subjectId, actor } = filters;
    return paginate<AuditEntryEntity>(manager, {
      list: 'audit',
      filters,
      select: `select ${columnList(manager, AuditEntryEntity, 'e')} from audit_log e`,
      where: [
        subjectType !== undefined && ['e.subject_type = ?', subjectType],
        subjectId !== undefined && ['e.subject_id = ?', subjectId],
        actor !== undefined && ['e.actor = ?', actor],
      ],
      sort: newestFirst,
      page: { limit, cursor },
    });
  }
}
