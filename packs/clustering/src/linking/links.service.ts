import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { columnList, Database, recordAudit, paginate, type Page, type SortColumn } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { pipelineProblems, PipelineFacade, type RunStanding } from '@trellis/pipeline';
import { PhotosFacade } from '@trellis/photos';
import { ClusterLinkEntity } from './cluster-link.entity.ts';
import type { LinkFilter } from './link-input.ts';
import type { NamedLinkView, LinkView, RunLinkView } from './link-view.ts';
import { LinkRows } from './link-rows.ts';
import { LinkViews } from './link-views.ts';

const newestFirst: SortColumn<ClusterLinkEntity>[] = [
  { column: 'l.created_at', direction: 'desc', type: 'timestamptz', valueOf: (link) => link.createdAt.toISOString() },
  { column: 'l.run_id', direction: 'desc', type: 'uuid', valueOf: (link) => link.runId },
];

/** Reads links and requests new attempts. */
@Injectable()
export class LinksService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly rows: LinkRows,
    private readonly views: LinkViews,
    private readonly photos: PhotosFacade,
  ) {}

  async list({ state, reason, clusterId, personaId, ...page }: LinkFilter): Promise<Page<NamedLinkView>> {
    if (state === 'none') return { items: [], nextCursor: null };
    const { manager } = this.database;
    const found = await paginate(manager, {
      list: 'links',
      filters: { state, reason, clusterId, personaId },
      select: `select ${columnList(manager, ClusterLinkEntity, 'l')} from cluster_links l`,
      where: [
        state && ['l.state = ?', state],
        reason && ['l.reason = ?', reason],
        clusterId && ['l.cluster_id = ?', clusterId],
        personaId && [
          'exists (select 1 from pub_pipeline_runs r where r.id = l.run_id and r.persona_id = ?)',
          personaId,
        ],
      ],
      sort: newestFirst,
      page,
    });
    return { ...found, items: await this.views.named(await this.views.of(found.items)) };
  }

  /** @throws DomainError run_not_found */
  async get(runId: string): Promise<RunLinkView> {
    const run = await this.pipeline.standing(this.database.manager, runId);
    if (!run) throw notFound(pipelineProblems.run_not_found);
    const link = await this.database.manager.findOneBy(ClusterLinkEntity, { runId });
    const [view] = await this.views.of(link ? [link] : []);
    const known = view ?? unlinked({ ...run, winnerId: run.winner?.candidateId ?? null });
    const similar = known.photoId === null ? [] : await this.photos.similarTo(known.photoId);
    return { ...known, similar };
  }

  /** The links of runs, by run id. A run without a row is pending or none. */
  async ofRuns(runs: readonly UnlinkedRun[]): Promise<Map<string, LinkView>> {
    const where = { runId: In(runs.map(({ runId }) => runId)) };
    const rows = runs.length > 0 ? await this.database.manager.findBy(ClusterLinkEntity, where) : [];
    const found = new Map((await this.views.of(rows)).map((view) => [view.runId, view]));
    return new Map(runs.map((run) => [run.runId, found.get(run.runId) ?? unlinked(run)]));
  }

  /** Requests a new attempt, also after a fault of the file or a deleted photo. Does nothing before completion. */
  async retry(runId: string, actor: string): Promise<RunLinkView> {
    const run = await this.pipeline.standing(this.database.manager, runId);
    if (!run) throw notFound(pipelineProblems.run_not_found);
    if (run.status === 'completed') {
      await this.database.transaction(async (manager) => {
        await this.reopenIn(manager, runId);
        await recordAudit(manager, { actor, action: 'link.retried', subjectType: 'link', subjectId: runId });
        await this.pipeline.recordCompleted(manager, runId);
      });
    }
    return this.get(runId);
  }

  /** Sets a failed or skipped link to pending, so that the next attempt starts again. */
  reopen(runId: string): Promise<void> {
    return this.database.transaction((manager) => this.reopenIn(manager, runId));
  }

  private async reopenIn(manager: EntityManager, runId: string): Promise<void> {
    const link = await this.rows.lock(manager, runId);
    if (link.state === 'linked') return;
    const again = { state: 'pending', reason: null, photoDeleted: false, attempts: 0, nextAttemptAt: null } as const;
    await this.rows.change(manager, runId, again);
  }
}

type UnlinkedRun = Pick<RunStanding, 'runId' | 'status' | 'clusterId'> & { winnerId: string | null };

const unlinked = ({ runId, status, clusterId, winnerId }: UnlinkedRun): LinkView => ({
  runId,
  state: status === 'completed' ? 'pending' : 'none',
  reason: null,
  clusterId,
  candidateId: winnerId,
  photoId: null,
  attempts: 0,
  lastError: null,
  nextAttemptAt: null,
});
