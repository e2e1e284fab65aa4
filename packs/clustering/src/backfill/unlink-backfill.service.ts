import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '@trellis/database';
import { PhotosFacade } from '@trellis/photos';
import type { RunLink, RunUpdate } from './backfill-plan.ts';
import { LineSkipped } from './line-skipped.ts';

const LINK = `
  select l.state, l.photo_id as "photoId", l.candidate_id as "candidateId", l.cluster_id as "clusterId", p.posted_at is not null as posted,
    coalesce(p.created_at < $2, false) as "olderThanPlan", coalesce(p.created_at < c.created_at, false) as "olderThanLine",
    l.created_at >= c.created_at as opened
  from cluster_links l join backfill_changes c on c.plan = $3 and c.line = $4 left join pub_photos_photos p on p.id = l.photo_id
  where l.run_id = $1 for update of l`;
const PLANNED = `
  select before, reverted_at is null as stands from backfill_changes where plan = $1 and subject_id = $2 and change = 'run.link'`;
const CLEAR_PHOTO = `update cluster_links set state = 'pending', reason = null, photo_id = null where run_id = $1`;
const RESTORE = `
  update cluster_links set state = $2, reason = $3, photo_id = null, candidate_id = null, attempts = 0, last_error = null,
    next_attempt_at = null, photo_deleted = $3::text is not distinct from 'photo_deleted' where run_id = $1`;

interface Planned {
  before: RunLink['before'];
  stands: boolean;
}

interface Link {
  state: string;
  photoId: string | null;
  candidateId: string | null;
  clusterId: string | null;
  posted: boolean;
  olderThanPlan: boolean;
  olderThanLine: boolean;
  /** Made by the line or later. */
  opened: boolean;
}

/** Reverts the links of a plan and deletes the photos that it has made, no others. */
@Injectable()
export class UnlinkBackfillService {
  constructor(private readonly photos: PhotosFacade) {}

  /** @throws LineSkipped */
  async unlink(manager: EntityManager, line: RunLink, actor: string): Promise<void> {
    const link = await linkOf(manager, line);
    const { photoId, candidateId, clusterId } = line.after;
    const same = link?.candidateId === candidateId && link.clusterId === clusterId;
    if (line.after.state === 'linked' && !photoId) {
      // The line was begun and not finished. An existing photo may come from a worker.
      if (link?.photoId && (link.olderThanLine || !same)) return;
    } else if (!same || link.photoId !== (photoId ?? null)) throw new LineSkipped();
    await this.deletePhoto(manager, line, link, actor);
    if (link) await restoreLink(manager, line.id, line.before);
  }

  /**
   * The run is no longer in the cluster, so its link is reset, also when a worker created the photo.
   *
   * @throws LineSkipped
   */
  async restore(manager: EntityManager, line: RunUpdate, actor: string): Promise<void> {
    const link = await linkOf(manager, line);
    if (!link) return;
    const [planned] = await manager.query<Planned[]>(PLANNED, [line.plan, line.id]);
    if (planned?.stands) throw new LineSkipped('its link was not reverted');
    await this.deletePhoto(manager, line, link, actor);
    if (link.opened) await restoreLink(manager, line.id, { state: 'none', reason: null });
    else if (planned) await restoreLink(manager, line.id, planned.before);
  }

  /** Clears the link before its photo is deleted. Otherwise the trigger records the deletion as a person's decision. */
  private async deletePhoto(
    manager: EntityManager,
    { id, plan }: { id: string; plan: string },
    link: Link | undefined,
    actor: string,
  ): Promise<void> {
    if (!link?.photoId) return;
    if (link.posted) throw new LineSkipped('its photo was posted');
    if (link.olderThanPlan) throw new LineSkipped('its photo is older than the plan');
    await manager.query(CLEAR_PHOTO, [id]);
    await this.photos.delete(manager, link.photoId, 'backfill_reverted', actor);
    const data = { photoId: link.photoId, backfill: plan };
    await recordAudit(manager, { actor, action: 'link.reverted', subjectType: 'link', subjectId: id, data });
  }
}

async function linkOf(manager: EntityManager, { id, plan, line }: RunLink | RunUpdate): Promise<Link | undefined> {
  return (await manager.query<Link[]>(LINK, [id, momentOf(plan), plan, line]))[0];
}

async function restoreLink(manager: EntityManager, runId: string, { state, reason }: RunLink['before']): Promise<void> {
  if (state === 'none') await manager.query('delete from cluster_links where run_id = $1', [runId]);
  else await manager.query(RESTORE, [runId, state, reason]);
}

/** When a plan was written: its id is a UUID of version 7. */
const momentOf = (plan: string): Date => new Date(Number.parseInt(plan.replaceAll('-', '').slice(0, 12), 16));
