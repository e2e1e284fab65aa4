import { Injectable } from '@nestjs/common';
import { LinkCounts } from '@trellis/clustering';
import { Database, countUpTo, type Total } from '@trellis/database';
import { GapSummaries, type PersonaGaps } from './gap-summaries.ts';

const statuses = ['pending', 'running', 'completed', 'failed'] as const;
type Status = (typeof statuses)[number];

const MOST_TO_VOTE = 20;

export interface Overview {
  /** The newest open runs with pairs that have no vote. */
  toVote: { runId: string; name: string; openPairs: number }[];
  /** Links that are not linked, by reason; `pending` are those without one. */
  links: Record<string, number>;
  needsCrop: Total;
  runs: Record<Status, Total>;
  /** Personas that miss photos, up to a minute old. */
  gaps: PersonaGaps[];
  /** Posts whose time has come and that a person has to publish, the longest waiting first. */
  duePosts: { postId: string; personaId: string; accountId: string; scheduledAt: Date }[];
}

const TO_VOTE = `
  select r.id as "runId", r.name, r.open_pairs as "openPairs" from pub_pipeline_runs r
  where r.status in ('pending', 'running') and r.open_pairs > 0 order by r.created_at desc, r.id desc limit ${MOST_TO_VOTE}`;

const DUE_POSTS = `
  select p.id as "postId", p.persona_id as "personaId", p.account_id as "accountId", p.scheduled_at as "scheduledAt"
  from pub_publishing_posts p where p.waits_for_person order by p.scheduled_at, p.id limit ${MOST_TO_VOTE}`;

/** What waits for a person. Counts end at 10,000, so that the time does not grow with the library. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly database: Database,
    private readonly linkCounts: LinkCounts,
    private readonly gaps: GapSummaries,
  ) {}

  async read(): Promise<Overview> {
    const { manager } = this.database;
    const counts = await Promise.all(
      statuses.map((status) => countUpTo(manager, 'select 1 from pub_pipeline_runs where status = $1', [status])),
    );
    const needsCrop = `select 1 from pub_photos_photos where readiness = 'needs_crop'`;
    return {
      toVote: await manager.query<Overview['toVote']>(TO_VOTE),
      links: await this.waitingLinks(),
      needsCrop: await countUpTo(manager, needsCrop, []),
      runs: Object.fromEntries(statuses.map((status, n) => [status, counts[n]])) as Overview['runs'],
      gaps: await this.gaps.read(),
      duePosts: await manager.query<Overview['duePosts']>(DUE_POSTS),
    };
  }

  private async waitingLinks(): Promise<Record<string, number>> {
    const waiting = (await this.linkCounts.read()).filter(({ state }) => state !== 'linked');
    const links: Record<string, number> = {};
    for (const { state, reason, count } of waiting) links[reason ?? state] = (links[reason ?? state] ?? 0) + count;
    return links;
  }
}
