import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PipelineFacade, type RunStanding } from '@trellis/pipeline';
import { Database } from '@trellis/database';
import type { LinkView } from '../linking/link-view.ts';
import { STALE, faultOf } from './apply-backfill.service.ts';
import type { BackfillFault, RunLink } from './backfill-plan.ts';
import { recordLines, takeTurn } from './backfill-store.ts';

/** The lines of a batch to link, and the others. */
export interface BegunLinks {
  due: RunLink[];
  /** Applied before, or settled in the planned way by a worker. */
  skipped: number;
  faults: BackfillFault[];
}

type Outcome = Pick<LinkView, 'state' | 'reason' | 'clusterId' | 'candidateId' | 'photoId'>;

const BEGUN = `
  select line, after->>'photoId' is not null or after->>'state' = 'skipped' as done
  from backfill_changes where plan = $1 and line = any($2) and reverted_at is null`;
const LINKS = `
  select run_id as "runId", state, reason, cluster_id as "clusterId", candidate_id as "candidateId", photo_id as "photoId"
  from cluster_links where run_id = any($1)`;
const FORGET = `delete from backfill_changes where plan = $1 and line = $2 and after->>'photoId' is null`;

/**
 * The links of a plan. A line is recorded before its photo is made, and again with the photo. After any crash, a revert
 * finds what there is to revert, and nothing else.
 */
@Injectable()
export class LinkBackfillService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
  ) {}

  /** Begins the links of lines that are still as the plan found them. */
  begin(lines: readonly RunLink[]): Promise<BegunLinks> {
    return this.database.transaction((manager) => this.beginIn(manager, lines));
  }

  /** Records the outcome of a begun link; a fault when it differs from the plan. */
  async finish(line: RunLink, link: LinkView): Promise<BackfillFault | undefined> {
    const { manager } = this.database;
    if (isSo(link, line)) {
      await recordLines(manager, [{ ...line, after: { ...line.after, photoId: link.photoId } }]);
      return undefined;
    }
    await manager.query(FORGET, [line.plan, line.line]);
    return faultOf(line, `${link.state}${link.reason ? `: ${link.reason}` : ''}`);
  }

  private async beginIn(manager: EntityManager, lines: readonly RunLink[]): Promise<BegunLinks> {
    const plan = lines[0]?.plan as string;
    await takeTurn(manager, plan);
    const numbers = lines.map(({ line }) => line);
    const rows = await manager.query<{ line: number; done: boolean }[]>(BEGUN, [plan, numbers]);
    const recorded = new Map(rows.map(({ line, done }) => [line, done]));
    const fresh = lines.filter(({ line }) => !recorded.has(line));
    const { so, due, faults } = await this.sort(manager, fresh);
    await recordLines(manager, due);
    const again = lines.filter(({ line }) => recorded.get(line) === false);
    return { due: [...again, ...due], skipped: lines.length - again.length - fresh.length + so, faults };
  }

  private async sort(manager: EntityManager, lines: readonly RunLink[]) {
    const ids = lines.map(({ id }) => id);
    const standings = new Map((await this.pipeline.standings(manager, ids)).map((run) => [run.runId, run]));
    const links = await manager.query<(Outcome & { runId: string })[]>(LINKS, [ids]);
    const linkOf = new Map(links.map((link) => [link.runId, link]));
    const so = lines.filter((line) => isSo(linkOf.get(line.id), line));
    const others = lines.filter((line) => !so.includes(line));
    const due = others.filter((line) => isAsSeen(standings.get(line.id), linkOf.get(line.id), line));
    const stale = others.filter((line) => !due.includes(line));
    return { so: so.length, due, faults: stale.map((line) => faultOf(line, STALE)) };
  }
}

const isSo = (link: Outcome | undefined, { after }: RunLink): boolean =>
  link?.state === after.state &&
  link.reason === (after.state === 'skipped' ? after.reason : null) &&
  link.clusterId === after.clusterId &&
  link.candidateId === after.candidateId;

/** In the planned cluster, with the planned winner, and its photo not deleted by a person. */
const isAsSeen = (run: RunStanding | undefined, link: Outcome | undefined, { after }: RunLink): boolean =>
  run?.status === 'completed' &&
  run.clusterId === after.clusterId &&
  (run.winner?.candidateId ?? null) === after.candidateId &&
  link?.reason !== 'photo_deleted';
