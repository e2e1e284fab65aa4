import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Operation } from '@trellis/access';
import { OptionalId } from '@trellis/http';
import { personaProblems } from '@trellis/personas';
import { PostResponse } from '../posts/post-response.dto.ts';
import { DatesQuery } from '../slots/slot.dto.ts';
import { calendarCsv } from './calendar-csv.ts';
import { CalendarService } from './calendar.service.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

export class CalendarQuery extends DatesQuery {
  @OptionalId({ description: 'the dates are local in its zone; without it they are of UTC' })
  personaId?: string;
}

export class OpenSlotResponse {
  @ApiProperty({ type: String, format: 'uuid' }) slotId!: string;
  @ApiProperty({ type: String, format: 'uuid' }) accountId!: string;
  @ApiProperty({ type: String, example: '2026-12-07T18:30' }) local!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) pillarId!: string | null;
}

export class CalendarResponse {
  static readonly example = {
    items: [PostResponse.example],
    openSlots: [
      { slotId: ID, accountId: ID, local: '2026-12-08T18:30', at: '2026-12-08T17:30:00.000Z', pillarId: null },
    ],
  };

  @ApiProperty({ type: [PostResponse] }) items!: PostResponse[];
  @ApiProperty({ type: [OpenSlotResponse] }) openSlots!: OpenSlotResponse[];
}

@ApiTags('calendar')
@Controller()
export class CalendarController {
  constructor(private readonly calendar: CalendarService) {}

  @Get('calendar')
  @Operation({
    id: 'getCalendar',
    summary: 'Read the posts of some days by their times, and the open slots. At most 100 days',
    role: 'viewer',
    answer: CalendarResponse,
    problems: [personaProblems.persona_not_found],
  })
  read(@Query() query: CalendarQuery): Promise<CalendarResponse> {
    return this.calendar.read(query);
  }

  @Get('calendar.csv')
  @Operation({
    id: 'getCalendarCsv',
    summary: 'Read the posts of some days as a table for spreadsheets',
    role: 'viewer',
    file: ['text/csv'],
    problems: [personaProblems.persona_not_found],
  })
  async csv(@Query() query: CalendarQuery, @Res() reply: FastifyReply): Promise<void> {
    const { items } = await this.calendar.read(query);
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="calendar-${query.from}-${query.to}.csv"`)
      .header('cache-control', 'no-store')
      .send(calendarCsv(items));
  }
}
