import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '@trellis/database';
import { PhotosFacade } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import { faultOf } from './apply-backfill.service.ts';
import type { BackfillFault, BackfillLine, RunUpdate } from './backfill-plan.ts';
import { takeTurn } from './backfill-store.ts';

const PAGE = 500;
const LINES = `
  select plan, line, change, subject_id as id, before, after from backfill_changes
  where plan = $1 and line < $2 and reverted_at is null order by line desc limit ${PAGE}`;
const STILL_DONE = `
  select line from backfill_changes where plan = $1 and line = any($2) and reverted_at is null`;
const REVERTED = `update backfill_changes set reverted_at = now() where plan = $1 and line = $2`;

/** Restores what a plan has changed, from its last line to its first, where it is still as the plan left it. */
@Injectable()
export class RevertBackfillService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
  ) {}

  /** How many `lines` answers. */
  async count(plan: string): Promise<number> {
    const sql = 'select count(*)::int as count from backfill_changes where plan = $1 and reverted_at is null';
    const [{ count }] = await this.dataSource.query<[{ count: number }]>(sql, [plan]);
    return count;
  }

  /** What the plan has carried out and not taken back, from its last line to its first, in pages. */
  async *lines(plan: string): AsyncIterable<BackfillLine> {
    let below = 2_147_483_647;
    for (let page = PAGE; page === PAGE;) {
      const rows = await this.dataSource.query<BackfillLine[]>(LINES, [plan, below]);
      page = rows.length;
      below = rows.at(-1)?.line ?? 0;
      yield* rows;
    }
  }

  /** One line in a transaction of its own; undefined when it was reverted, or had not been carried out. */
  revert(line: BackfillLine, actor: string): Promise<{ reverted: boolean; fault?: BackfillFault }> {
    return inTransaction(this.dataSource, async (manager) => {
      await takeTurn(manager, line.plan);
      const done = await manager.query<unknown[]>(STILL_DONE, [line.plan, [line.line]]);
      if (done.length === 0) return { reverted: false };
      const why = await this.undo(manager, line, actor);
      if (why) return { reverted: false, fault: faultOf(line, why) };
      await manager.query(REVERTED, [line.plan, line.line]);
      return { reverted: true };
    });
  }

  private undo(manager: EntityManager, line: BackfillLine, actor: string): Promise<string | undefined> {
    if (line.change === 'run.link') return this.unlink(manager, line.id, actor);
    if (line.change === 'run.update') return this.restore(manager, line, actor);
    return removeCluster(manager, line.id);
  }

  /** The photo goes, unless it was posted; the link is as if nobody had ever looked at the run. */
  private async unlink(manager: EntityManager, runId: string, actor: string): Promise<string | undefined> {
    const [link] = await manager.query<{ photo_id: string | null }[]>(
      'select photo_id from cluster_links where run_id = $1 for update',
      [runId],
    );
    const photo = link?.photo_id ? await this.photos.find(manager, link.photo_id) : undefined;
    if (photo?.posted) return 'its photo was posted';
    await manager.query('delete from cluster_links where run_id = $1', [runId]);
    if (link?.photo_id) await this.photos.remove(manager, link.photo_id, 'backfill_reverted', actor);
    return undefined;
  }

  private async restore(
    manager: EntityManager,
    { id, before, after }: RunUpdate,
    actor: string,
  ): Promise<string | undefined> {
    if (after.clusterId) {
      // A worker may have linked what the plan only made pending.
      const why = await this.unlink(manager, id, actor);
      if (why) return why;
    }
    const restored = await this.pipeline.rewriteRuns(manager, [{ runId: id, before: after, after: before }]);
    return restored.has(id) ? undefined : 'it was changed since';
  }
}

async function removeCluster(manager: EntityManager, id: string): Promise<string | undefined> {
  const used = `select 1 from pipeline_runs where cluster_id = $1 union all select 1 from photos where cluster_id = $1 limit 1`;
  if ((await manager.query<unknown[]>(used, [id])).length > 0) return 'it has runs or photos';
  await manager.query('delete from clusters where id = $1', [id]);
  return undefined;
}
