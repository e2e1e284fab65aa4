import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { camelRow, changeAudited, insertOrOverwrite, updateRow, type AuditEntry } from '@trellis/database';
import { PhotosFacade } from '@trellis/photos';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';

/** The state after the completion of the run. */
const UNTOUCHED = `cluster_links.state = 'pending' and cluster_links.attempts = 0 and not cluster_links.photo_deleted
  and num_nonnulls(cluster_links.photo_id, cluster_links.intended_photo_id, cluster_links.intended_key) = 0`;

/** The rows of links: locking, changing, dropping an intention. */
@Injectable()
export class LinkRows {
  constructor(private readonly photos: PhotosFacade) {}

  /**
   * Locks the cluster against deletion, then the link, which is inserted when it is missing; both until the end of the
   * transaction. One statement in this order: the count makes PostgreSQL read the clusters first.
   */
  async lock(manager: EntityManager, runId: string, clusterId: string | null = null): Promise<ClusterLinkEntity> {
    const [row] = await manager.query<[Record<string, unknown>]>(
      `with locked as materialized (select id from clusters where id = $2 for key share)
       insert into cluster_links (run_id) select $1 from (select count(*) from locked) clusters
       on conflict (run_id) do update set run_id = excluded.run_id returning *`,
      [runId, clusterId],
    );
    return camelRow(row);
  }

  /** False when the run's link was touched before. */
  begin(manager: EntityManager, runId: string, columns: Partial<ClusterLinkEntity>): Promise<boolean> {
    return insertOrOverwrite(manager, { table: 'cluster_links', key: { runId }, columns }, UNTOUCHED);
  }

  change(manager: EntityManager, runId: string, changes: Partial<ClusterLinkEntity>): Promise<void> {
    return updateRow(manager, 'cluster_links', { runId }, changes);
  }

  /** Sets the state of a link. A new state writes an audit entry, in one statement with `others`. */
  async settle(
    manager: EntityManager,
    link: ClusterLinkEntity,
    changes: Partial<ClusterLinkEntity>,
    actor: string,
    ...others: AuditEntry[]
  ): Promise<void> {
    const after = { ...link, reason: null, ...changes };
    const same = after.state === link.state && after.reason === link.reason && after.photoId === link.photoId;
    const data = { reason: after.reason, photoId: after.photoId, clusterId: after.clusterId };
    const entry = { actor, action: `link.${after.state}`, subjectType: 'link', subjectId: link.runId, data } as const;
    const columns = { reason: null, nextAttemptAt: null, ...changes };
    const change = { table: 'cluster_links', key: { runId: link.runId }, columns };
    await changeAudited(manager, change, [...others, ...(same ? [] : [entry])]);
  }

  /** Drops an intention and tombstones its object. */
  async dropIntention(manager: EntityManager, link: ClusterLinkEntity): Promise<void> {
    if (link.intendedKey) await this.photos.tombstone(manager, link.intendedKey, 'link_abandoned');
    if (link.intendedPhotoId) await this.change(manager, link.runId, { intendedPhotoId: null, intendedKey: null });
  }
}
