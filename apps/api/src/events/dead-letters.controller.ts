import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { inTransaction, recordAudit } from '@trellis/database';
import { DeadLetters } from '@trellis/events';
import { Actor, IdParam, Operation, PageQuery, keysetOf, notFound, type Page } from '@trellis/http';
import { DeadLetterResponse } from './dead-letter.dto.ts';

@ApiTags('events')
@Controller('events/dead')
export class DeadLettersController {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly letters: DeadLetters,
  ) {}

  @Get()
  @Operation({
    id: 'listDeadLetters',
    summary: 'List events that failed at their last try, newest first',
    role: 'admin',
    answer: DeadLetterResponse,
    list: true,
    problems: ['400 invalid_cursor'],
  })
  async list(@Query() page: PageQuery): Promise<Page<DeadLetterResponse>> {
    const { limit, after, nextCursor } = keysetOf('dead-letters', ['timestamptz', 'uuid'], page);
    const letters = await this.letters.list(limit + 1, after);
    const items = letters.slice(0, limit);
    const more = letters.length > limit ? items.at(-1) : undefined;
    return { items: items.map(DeadLetterResponse.of), nextCursor: more ? nextCursor(more.position) : null };
  }

  @Post(':id/redrive')
  @Operation({
    id: 'redriveDeadLetter',
    summary: 'Put an event back to work, with all of its tries',
    role: 'admin',
    status: 202,
    answer: DeadLetterResponse,
    problems: ['404 event_not_found'],
  })
  async redrive(@IdParam() id: string, @Actor() actor: string): Promise<DeadLetterResponse> {
    return inTransaction(this.dataSource, async (manager) => {
      const letter = await this.letters.redrive(manager, id);
      if (!letter) throw notFound('event');
      const data = { name: letter.name, eventId: letter.event.eventId };
      await recordAudit(manager, { actor, action: 'event.redriven', subjectType: 'event', subjectId: id, data });
      return DeadLetterResponse.of(letter);
    });
  }
}
