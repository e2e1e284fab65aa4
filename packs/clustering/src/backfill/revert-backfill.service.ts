import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction, keysetPages } from '@trellis/database';
import { PhotosFacade } from '@trellis/photos';
import { PipelineFacade } from '@trellis/pipeline';
import { faultOf } from './apply-backfill.service.ts';
import type { BackfillFault, BackfillLine, RunLink, RunUpdate } from './backfill-plan.ts';
import { takeTurn } from './backfill-store.ts';

const PAGE = 500;
const ABOVE_ALL = 2_147_483_647;
const LINES = `
  select plan, line, change, subject_id as id, before, after from backfill_changes
  where plan = $1 and line < $2 and reverted_at is null order by line desc limit ${PAGE}`;
const STILL_DONE = `
  select line from backfill_changes where plan = $1 and line = any($2) and reverted_at is null`;
const UPDATE_OF = `select before, after from backfill_changes where plan = $1 and subject_id = $2 and change = 'run.update' and reverted_at is null`;
const LINKED = `
  select l.photo_id, p.posted_at is not null as posted, coalesce(p.created_at < $2, false) as older
  from cluster_links l left join photos p on p.id = l.photo_id where l.run_id = $1 for update of l`;
const REVERTED = `update backfill_changes set reverted_at = now() where plan = $1 and line = $2`;

interface Linked {
  photo_id: string | null;
  posted: boolean;
  older: boolean;
}

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
    const pages = keysetPages<BackfillLine>(PAGE, (last) =>
      this.dataSource.query(LINES, [plan, last?.line ?? ABOVE_ALL]),
    );
    for await (const rows of pages) yield* rows;
  }

  /** One line in a transaction of its own, wholly or not at all; not reverted without a fault when it had not been carried out. */
  async revert(line: BackfillLine, actor: string): Promise<{ reverted: boolean; fault?: BackfillFault }> {
    try {
      return { reverted: await inTransaction(this.dataSource, (manager) => this.revertIn(manager, line, actor)) };
    } catch (error) {
      if (error instanceof LeftAlone) return { reverted: false, fault: faultOf(line, error.message) };
      throw error;
    }
  }

  private async revertIn(manager: EntityManager, line: BackfillLine, actor: string): Promise<boolean> {
    await takeTurn(manager, line.plan);
    const done = await manager.query<unknown[]>(STILL_DONE, [line.plan, [line.line]]);
    if (done.length === 0) return false;
    if (line.change === 'run.link') await this.unlinkUnchanged(manager, line, actor);
    else if (line.change === 'run.update') await this.restore(manager, line, actor);
    else await removeCluster(manager, line.id);
    await manager.query(REVERTED, [line.plan, line.line]);
    return true;
  }

  /** What the plan has changed about the run must be as it left it: whoever changed it since wants the photo where it is. */
  private async unlinkUnchanged(manager: EntityManager, line: RunLink, actor: string): Promise<void> {
    const updates = await manager.query<Pick<RunUpdate, 'before' | 'after'>[]>(UPDATE_OF, [line.plan, line.id]);
    const rewrites = updates.map(({ before, after }) => ({ runId: line.id, before, after }));
    const standing = await this.pipeline.runsThatStand(manager, rewrites);
    if (standing.size < rewrites.length) throw new LeftAlone(CHANGED);
    await this.unlink(manager, line, actor);
  }

  /** The photo goes, unless it was posted or is older than the plan; the link is as if nobody had ever looked at the run. */
  private async unlink(manager: EntityManager, { id, plan }: BackfillLine, actor: string): Promise<void> {
    const [link] = await manager.query<Linked[]>(LINKED, [id, momentOf(plan)]);
    if (link?.posted) throw new LeftAlone('its photo was posted');
    if (link?.older) throw new LeftAlone('its photo is older than the plan');
    await manager.query('delete from cluster_links where run_id = $1', [id]);
    if (link?.photo_id) await this.photos.remove(manager, link.photo_id, 'backfill_reverted', actor);
  }

  private async restore(manager: EntityManager, line: RunUpdate, actor: string): Promise<void> {
    const { id, before, after } = line;
    const restored = await this.pipeline.rewriteRuns(manager, [{ runId: id, before: after, after: before }]);
    if (!restored.has(id)) throw new LeftAlone(CHANGED);
    // A worker may have linked what the plan only made pending.
    if (after.clusterId) await this.unlink(manager, line, actor);
  }
}

/** Undoes what its line had begun: it is left as it is, and named. */
class LeftAlone extends Error {}
const CHANGED = 'it was changed since';

/** When a plan was written: its id is a UUID of version 7. */
const momentOf = (plan: string): Date => new Date(Number.parseInt(plan.replaceAll('-', '').slice(0, 12), 16));

async function removeCluster(manager: EntityManager, id: string): Promise<void> {
  const used = `select 1 from pipeline_runs where cluster_id = $1 union all select 1 from photos where cluster_id = $1 limit 1`;
  if ((await manager.query<unknown[]>(used, [id])).length > 0) throw new LeftAlone('it has runs or photos');
  await manager.query('delete from clusters where id = $1', [id]);
}
