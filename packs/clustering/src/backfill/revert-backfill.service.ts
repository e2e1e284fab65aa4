import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, keysetRows, recordAudit } from '@trellis/database';
import { PhotosFacade } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import { faultOf, moved } from './apply-backfill.service.ts';
import type { BackfillFault, BackfillLine, RunUpdate } from './backfill-plan.ts';
import { takeTurn, wasReverted } from './backfill-store.ts';
import { LineSkipped } from './line-skipped.ts';
import { removePhoto } from './pictures/remove-photo.ts';
import { removeCluster } from './remove-cluster.ts';
import { UnlinkBackfillService } from './unlink-backfill.service.ts';

const PAGE = 500;
const ABOVE_ALL = 2_147_483_647;
const LINES = `
  select plan, line, change, subject_id as id, before, after from backfill_changes
  where plan = $1 and line < $2 and reverted_at is null order by line desc limit ${PAGE}`;
const STILL_DONE = `
  select line from backfill_changes where plan = $1 and line = any($2) and reverted_at is null`;
const REVERTED = `update backfill_changes set reverted_at = now() where plan = $1 and line = $2`;

/** Restores what a plan has changed, last line first, where it is still as the plan left it. */
@Injectable()
export class RevertBackfillService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
    private readonly links: UnlinkBackfillService,
  ) {}

  /** The number of lines in `lines`. */
  async count(plan: string): Promise<number> {
    const sql = 'select count(*)::int as count from backfill_changes where plan = $1 and reverted_at is null';
    const [{ count }] = await this.database.query<[{ count: number }]>(sql, [plan]);
    return count;
  }

  /** The applied lines of the plan that are not reverted, last line first, in pages. */
  lines(plan: string): AsyncIterable<BackfillLine> {
    return keysetRows(PAGE, (last) => this.database.query(LINES, [plan, last?.line ?? ABOVE_ALL]));
  }

  /** Reverts one line in its own transaction. A line that was not applied is not reverted and has no fault. */
  async revert(line: BackfillLine, actor: string): Promise<{ reverted: boolean; fault?: BackfillFault }> {
    try {
      return { reverted: await this.database.transaction((manager) => this.revertIn(manager, line, actor)) };
    } catch (error) {
      if (error instanceof LineSkipped) return { reverted: false, fault: faultOf(line, error.message) };
      throw error;
    }
  }

  wasReverted(plan: string): Promise<boolean> {
    return wasReverted(this.database.manager, plan);
  }

  private async revertIn(manager: EntityManager, line: BackfillLine, actor: string): Promise<boolean> {
    await takeTurn(manager, line.plan);
    const done = await manager.query<unknown[]>(STILL_DONE, [line.plan, [line.line]]);
    if (done.length === 0) return false;
    if (line.change === 'run.link') await this.links.unlink(manager, line, actor);
    else if (line.change === 'run.update') await this.restore(manager, line, actor);
    else if (line.change === 'photo.create') await removePhoto(this.photos, manager, line, actor);
    else await removeCluster(manager, line, actor);
    await manager.query(REVERTED, [line.plan, line.line]);
    return true;
  }

  private async restore(manager: EntityManager, line: RunUpdate, actor: string): Promise<void> {
    const { id, before, after } = line;
    const restored = await this.pipeline.rewriteRuns(manager, [{ runId: id, before: after, after: before }]);
    if (!restored.has(id)) throw new LineSkipped();
    if (!after.clusterId) return;
    await recordAudit(manager, moved({ ...line, before: after, after: before }, actor));
    await this.links.restore(manager, line, actor);
  }
}
