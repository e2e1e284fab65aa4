import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { camelRow, changeAudited, insertOrOverwrite, updateRows, type AuditEntry, type Row } from '@trellis/database';
import { PhotosFacade, type StoredOriginal } from '@trellis/photos';
import type { Winner } from '@trellis/pipeline';
import { samePlace, type ObjectPlace } from '@trellis/storage';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';
import { intendedPlace, type LinkIntention } from './link-intention.ts';

/** The state after the completion of the run. */
const UNTOUCHED = `cluster_links.state = 'pending' and cluster_links.attempts = 0 and not cluster_links.photo_deleted
  and num_nonnulls(cluster_links.photo_id, cluster_links.intended_photo_id, cluster_links.intended_key) = 0`;

/** A cluster that is about to be deleted is held by that transaction. */
const LOCK_FREE = `
  with held as materialized (select id from clusters where id = any($2) for key share skip locked)
  select * from cluster_links where run_id = any($1) and photo_id is null and cluster_id in (select id from held)
  for no key update skip locked`;

interface Linked {
  runId: string;
  photoId: string;
  clusterId: string;
  actor: string;
}

const LINKED = {
  state: 'linked',
  reason: null,
  nextAttemptAt: null,
  intendedPhotoId: null,
  intendedStore: null,
  intendedKey: null,
  photoDeleted: false,
  lastError: null,
} as const;

const placeColumns = (place: ObjectPlace | null) => ({
  intendedStore: place?.store ?? null,
  intendedKey: place?.key ?? null,
});

type Facts = Pick<StoredOriginal, 'sha256' | 'contentType'>;

type Settled = Pick<ClusterLinkEntity, 'runId' | 'state' | 'reason' | 'photoId' | 'clusterId'>;

const entryOf = ({ runId, state, reason, photoId, clusterId }: Settled, actor: string): AuditEntry => {
  const data = { reason, photoId, clusterId };
  return { actor, action: `link.${state}`, subjectType: 'link', subjectId: runId, data };
};

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

  /** Locks links without a photo, and their clusters, as `lock` does. Those that another transaction holds are left out. */
  async lockFree(manager: EntityManager, runIds: readonly string[], clusterIds: readonly string[]) {
    const rows = await manager.query<Record<string, unknown>[]>(LOCK_FREE, [runIds, clusterIds]);
    return rows.map((row) => camelRow<ClusterLinkEntity>(row));
  }

  /** The place for the original of a winner; null when the facts of its file are not known. */
  placeOf(photoId: string, winner: Winner, former?: ObjectPlace | null): ObjectPlace | null {
    const { sha256, contentType } = winner;
    return sha256 && contentType ? this.photos.placeOf(photoId, { sha256, contentType }, former) : null;
  }

  columnsOf({ clusterId, photoId, winner, place }: LinkIntention): Partial<ClusterLinkEntity> {
    return { clusterId, candidateId: winner.candidateId, intendedPhotoId: photoId, ...placeColumns(place) };
  }

  /** Writes the intentions of runs whose links are untouched, and returns the ids of those runs. */
  async begin(manager: EntityManager, links: readonly (Row & { runId: string })[]): Promise<Set<unknown>> {
    return insertOrOverwrite(manager, { table: 'cluster_links', key: 'runId', rows: links }, UNTOUCHED);
  }

  change(manager: EntityManager, runId: string, changes: Partial<ClusterLinkEntity>): Promise<void> {
    return updateRows(manager, { table: 'cluster_links', key: 'runId', rows: [{ runId, ...changes }] });
  }

  /** Sets links to linked, with their audit entries and `others` in one statement. */
  async settleLinked(manager: EntityManager, linked: readonly Linked[], others: readonly AuditEntry[]): Promise<void> {
    const rows = linked.map(({ runId, photoId, clusterId }) => ({ runId, photoId, clusterId, ...LINKED }));
    const entries = linked.map((link) => entryOf({ ...LINKED, ...link }, link.actor));
    await changeAudited(manager, { table: 'cluster_links', key: 'runId', rows }, [...others, ...entries]);
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
    const row = { runId: link.runId, reason: null, nextAttemptAt: null, ...changes };
    const change = { table: 'cluster_links', key: 'runId', rows: [row] };
    await changeAudited(manager, change, [...others, ...(same ? [] : [entryOf(after, actor)])]);
  }

  /**
   * Records the place of an original whose facts were not known before, and returns it: another attempt may have
   * recorded one already.
   */
  async intendPlace(manager: EntityManager, { runId, photoId }: LinkIntention, facts: Facts): Promise<ObjectPlace> {
    const link = await this.lock(manager, runId);
    const former = link.intendedPhotoId === photoId ? intendedPlace(link) : null;
    const place = this.photos.placeOf(photoId, facts, former);
    if (samePlace(place, former)) return place;
    if (former) await this.photos.tombstone(manager, former, 'link_abandoned');
    if (link.intendedPhotoId === photoId) await this.change(manager, runId, placeColumns(place));
    return place;
  }

  /** Drops an intention and tombstones its object. */
  async dropIntention(manager: EntityManager, link: ClusterLinkEntity): Promise<void> {
    const place = intendedPlace(link);
    if (place) await this.photos.tombstone(manager, place, 'link_abandoned');
    if (link.intendedPhotoId) await this.change(manager, link.runId, { intendedPhotoId: null, ...placeColumns(null) });
  }
}
