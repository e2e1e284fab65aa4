import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { ContentPolicy, newId, notFound, unknownReference } from '@trellis/kernel';
import { pillarProblems, ContentPillarsFacade } from '@trellis/content-pillars';
import {
  columnList,
  containing,
  Database,
  edited,
  recordAudit,
  refusing,
  requireUnchanged,
  newestFirst,
  paginate,
  type Page,
} from '@trellis/database';
import { personaProblems, PersonasFacade } from '@trellis/personas';
import type { ClusterChanges, ClusterFilter, NewCluster } from './cluster-input.ts';
import { ClusterEntity } from './cluster.entity.ts';
import { personaMismatch, savingCluster } from './cluster.errors.ts';
import type { ClusterView } from './cluster-view.ts';
import { PillarClusterAssignmentEntity } from './pillar-cluster-assignment.entity.ts';
import { clusteringProblems } from '../clustering.problems.ts';

const ASSIGNED = `exists (
  select 1 from pillar_cluster_assignments a where a.cluster_id = c.id and a.pillar_id = ?)`;

/** The first of an index for each cluster `c`. */
const NEWEST = (most: number) => `
  select p.id, p.readiness, p.created_at from pub_photos_photos p where p.cluster_id = c.id
  order by p.created_at desc, p.id desc limit ${most}`;

const COVERS = `
  select c.id as "clusterId", coalesce(ready.id, newest.id) as "photoId" from unnest($1::uuid[]) as c (id)
  cross join lateral (${NEWEST(1)}) newest left join lateral (
    select n.id from (${NEWEST(50)}) n
    where n.readiness = 'ready' order by n.created_at desc, n.id desc limit 1) ready on true`;

@Injectable()
export class ClustersService {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly pillars: ContentPillarsFacade,
    private readonly policy: ContentPolicy,
  ) {}

  async list(personaId: string, { status, pillarId, q, ...page }: ClusterFilter): Promise<Page<ClusterView>> {
    if (!(await this.personas.find(personaId))) throw notFound(personaProblems.persona_not_found);
    const { manager } = this.database;
    const found = await paginate<ClusterEntity>(manager, {
      list: 'clusters',
      filters: { personaId, status, pillarId, q },
      select: `select ${columnList(manager, ClusterEntity, 'c')} from clusters c`,
      where: [
        ['c.persona_id = ?', personaId],
        status && ['c.status = ?', status],
        pillarId && [ASSIGNED, pillarId],
        q && [containing('c.name'), q],
      ],
      sort: newestFirst('c'),
      page,
    });
    return { ...found, items: await this.viewsOf(found.items) };
  }

  async get(id: string): Promise<ClusterView> {
    const [cluster] = await this.viewsOf(await this.database.manager.findBy(ClusterEntity, { id }));
    if (!cluster) throw notFound(clusteringProblems.cluster_not_found);
    return cluster;
  }

  /** Creates a cluster and assigns its pillar in one call. */
  async create(personaId: string, { pillarId, ...cluster }: NewCluster, actor: string): Promise<ClusterView> {
    const id = newId();
    if (!(await this.personas.find(personaId))) throw notFound(personaProblems.persona_not_found);
    if (pillarId) await this.requirePillar(pillarId, personaId);
    await this.requireAllowed(personaId, cluster.aiPrompt);
    await refusing(savingCluster, () =>
      this.database.transaction(async (manager) => {
        await manager.insert(ClusterEntity, { ...cluster, ...edited(), id, personaId });
        if (pillarId)
          await manager.insert(PillarClusterAssignmentEntity, { clusterId: id, pillarId, personaId, isPrimary: true });
        await audit(manager, 'cluster.created', id, actor, { personaId, pillarId });
      }),
    );
    return this.get(id);
  }

  /** @param seen the time of the state that the change was made for; a later state is refused */
  async update(id: string, changes: ClusterChanges, actor: string, seen?: Date): Promise<ClusterView> {
    const { personaId } = await this.get(id);
    await this.requireAllowed(personaId, changes.aiPrompt);
    if (Object.keys(changes).length > 0) {
      await refusing(savingCluster, () =>
        this.database.transaction(async (manager) => {
          await requireUnchanged(manager, { table: 'clusters', id, seen });
          await manager.update(ClusterEntity, { id }, { ...changes, ...edited() });
          await audit(manager, 'cluster.updated', id, actor, { fields: Object.keys(changes) });
        }),
      );
    }
    return this.get(id);
  }

  private async coversOf(clusterIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ clusterId: string; photoId: string }[]>(COVERS, [clusterIds]);
    return new Map(rows.map(({ clusterId, photoId }) => [clusterId, photoId]));
  }

  private requireAllowed(personaId: string, aiPrompt: string | null | undefined): Promise<void> {
    return this.policy.requireAllowed(personaId, aiPrompt ? [{ field: 'aiPrompt', text: aiPrompt }] : []);
  }

  private async requirePillar(pillarId: string, personaId: string): Promise<void> {
    const [pillar] = await this.pillars.findMany([pillarId]);
    if (!pillar) throw unknownReference(pillarProblems.pillar_not_found, 'pillarId');
    if (pillar.personaId !== personaId) throw personaMismatch();
  }

  /** Three more queries for any number of clusters. */
  private async viewsOf(clusters: readonly ClusterEntity[]): Promise<ClusterView[]> {
    if (clusters.length === 0) return [];
    const where = { clusterId: In(clusters.map(({ id }) => id)) };
    const assignments = await this.database.manager.findBy(PillarClusterAssignmentEntity, where);
    const names = await this.pillars.findMany([...new Set(assignments.map(({ pillarId }) => pillarId))]);
    const nameOf = new Map(names.map(({ id, name }) => [id, name]));
    const covers = await this.coversOf(clusters.map(({ id }) => id));
    return clusters.map((cluster) => ({
      ...viewOf(cluster, assignments, nameOf),
      coverPhotoId: covers.get(cluster.id) ?? null,
    }));
  }
}

const audit = (
  manager: EntityManager,
  action: string,
  subjectId: string,
  actor: string,
  data: Record<string, unknown>,
) => recordAudit(manager, { actor, action, subjectType: 'cluster', subjectId, data });

function viewOf(
  { legacySource: _source, legacyId: _id, ...cluster }: ClusterEntity,
  assignments: readonly PillarClusterAssignmentEntity[],
  nameOf: ReadonlyMap<string, string>,
): Omit<ClusterView, 'coverPhotoId'> {
  const pillars = assignments
    .filter(({ clusterId }) => clusterId === cluster.id)
    .map(({ pillarId, isPrimary, notes }) => ({ id: pillarId, name: nameOf.get(pillarId) ?? '', isPrimary, notes }))
    .sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary) || (a.name < b.name ? -1 : 1));
  return { ...cluster, pillars };
}
