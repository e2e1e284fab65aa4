import { Injectable } from '@nestjs/common';
import ical, { ICalEventStatus } from 'ical-generator';
import { PersonasFacade } from '@trellis/personas';
import { CalendarService } from '../calendar/calendar.service.ts';
import { isPlaced } from '../posts/post-state.ts';
import type { PostView } from '../posts/post-view.ts';
import { FeedsService } from './feeds.service.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const BACK_DAYS = 90;
const AHEAD_DAYS = 365;
const LASTS_MS = 15 * 60 * 1000;
const SUMMARY = 80;

/** A persona's posts for calendar programs: RFC 5545, whose escaping keeps a caption from adding a line. */
@Injectable()
export class IcsService {
  constructor(
    private readonly feeds: FeedsService,
    private readonly calendar: CalendarService,
    private readonly personas: PersonasFacade,
  ) {}

  /** @throws DomainError feed_not_found */
  async read(token: string): Promise<string> {
    const { personaId, captions } = await this.feeds.open(token);
    const now = Date.now();
    const [from, to] = [new Date(now - BACK_DAYS * DAY_MS), new Date(now + AHEAD_DAYS * DAY_MS)];
    const posts = await this.calendar.posts(personaId, from, to);
    const name = (await this.personas.find(personaId))?.name ?? 'Trellis';
    const feed = ical({ name: oneLine(name), prodId: { company: 'Trellis', product: 'Posts' }, ttl: 3600 });
    for (const post of posts)
      if (post.scheduledAt && (isPlaced(post.state) || post.state === 'failed'))
        feed.createEvent(eventOf(post, post.scheduledAt, captions));
    return feed.toString();
  }
}

const eventOf = (post: PostView, at: Date, captions: boolean) => ({
  id: post.id,
  start: at,
  end: new Date(at.getTime() + LASTS_MS),
  stamp: post.updatedAt,
  summary: captions && post.caption ? oneLine(post.caption).slice(0, SUMMARY) : `Post: ${post.state}`,
  description: captions ? printable(post.caption) : undefined,
  url: post.permalink ?? undefined,
  status: post.state === 'failed' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
});

/** Control characters have no escape in the format. */
const printable = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
const oneLine = (text: string): string => printable(text).replace(/\s+/g, ' ').trim();
