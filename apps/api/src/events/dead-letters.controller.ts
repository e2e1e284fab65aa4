import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { databaseProblems, Database, recordAudit, keysetOf, type Page } from '@trellis/database';
import { DeadLetters, eventProblems } from '@trellis/events';
import { IdParam, PageQuery } from '@trellis/http';
import { Actor, Operation } from '@trellis/access';
import { notFound } from '@trellis/kernel';
import { DeadLetterResponse } from './dead-letter.dto.ts';

@ApiTags('events')
@Controller('events/dead')
export class DeadLettersController {
  constructor(
    private readonly database: Database,
    private readonly letters: DeadLetters,
  ) {}

  @Get()
  @Operation({
    id: 'listDeadLetters',
    summary: 'List events that failed at their last attempt, newest first',
    role: 'admin',
    answer: DeadLetterResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
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
    summary: 'Redrive a dead letter: put its event back into its queue, with all attempts',
    role: 'admin',
    status: 202,
    answer: DeadLetterResponse,
    problems: [eventProblems.event_not_found],
  })
  async redrive(@IdParam() id: string, @Actor() actor: string): Promise<DeadLetterResponse> {
    return this.database.transaction(async (manager) => {
      const letter = await this.letters.redrive(manager, id);
      if (!letter) throw notFound(eventProblems.event_not_found);
      const data = { name: letter.name, subscription: letter.subscription, eventId: letter.event.eventId };
      await recordAudit(manager, { actor, action: 'event.redriven', subjectType: 'event', subjectId: id, data });
      return DeadLetterResponse.of(letter);
    });
  }
}
