import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { ContentPolicy, newId, notFound, unknownReference } from '@trellis/kernel';
import { pillarProblems, ContentPillarsFacade } from '@trellis/content-pillars';
import { columnList, Database, recordAudit, refusing, newestFirst, paginate, type Page } from '@trellis/database';
import { personaProblems, PersonasFacade } from '@trellis/personas';
import type { ClusterChanges, ClusterFilter, NewCluster } from './cluster-input.ts';
import { ClusterEntity } from './cluster.entity.ts';
import { personaMismatch, savingCluster } from './cluster.errors.ts';
import type { ClusterView } from './cluster-view.ts';
import { PillarClusterAssignmentEntity } from './pillar-cluster-assignment.entity.ts';
import { clusteringProblems } from '../clustering.problems.ts';

const ASSIGNED = `exists (
  select 1 from pillar_cluster_assignments a where a.cluster_id = c.id and a.pillar_id = ?)`;

@Injectable()
export class ClustersService {
  constructor(
    private readonly database: Database,
    private readonly personas: PersonasFacade,
    private readonly pillars: ContentPillarsFacade,
    private readonly policy: ContentPolicy,
  ) {}

  async list(personaId: string, { status, pillarId, ...page }: ClusterFilter): Promise<Page<ClusterView>> {
    if (!(await this.personas.find(personaId))) throw notFound(personaProblems.persona_not_found);
    const { manager } = this.database;
    const { items, nextCursor } = await paginate<ClusterEntity>(manager, {
      list: 'clusters',
      filters: { personaId, status, pillarId },
      select: `select ${columnList(manager, ClusterEntity, 'c')} from clusters c`,
      where: [['c.persona_id = ?', personaId], status && ['c.status = ?', status], pillarId && [ASSIGNED, pillarId]],
      sort: newestFirst('c'),
      page,
    });
    return { items: await this.viewsOf(items), nextCursor };
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
        await manager.insert(ClusterEntity, { ...cluster, id, personaId });
        if (pillarId)
          await manager.insert(PillarClusterAssignmentEntity, { clusterId: id, pillarId, personaId, isPrimary: true });
        await audit(manager, 'cluster.created', id, actor, { personaId, pillarId });
      }),
    );
    return this.get(id);
  }

  async update(id: string, changes: ClusterChanges, actor: string): Promise<ClusterView> {
    const { personaId } = await this.get(id);
    await this.requireAllowed(personaId, changes.aiPrompt);
    if (Object.keys(changes).length > 0) {
      await refusing(savingCluster, () =>
        this.database.transaction(async (manager) => {
          await manager.update(ClusterEntity, { id }, changes);
          await audit(manager, 'cluster.updated', id, actor, { fields: Object.keys(changes) });
        }),
      );
    }
    return this.get(id);
  }

  private requireAllowed(personaId: string, aiPrompt: string | null | undefined): Promise<void> {
    return this.policy.requireAllowed(personaId, aiPrompt ? [{ field: 'aiPrompt', text: aiPrompt }] : []);
  }

  private async requirePillar(pillarId: string, personaId: string): Promise<void> {
    const [pillar] = await this.pillars.findMany([pillarId]);
    if (!pillar) throw unknownReference(pillarProblems.pillar_not_found, 'pillarId');
    if (pillar.personaId !== personaId) throw personaMismatch();
  }

  /** Two more queries for any number of clusters. */
  private async viewsOf(clusters: readonly ClusterEntity[]): Promise<ClusterView[]> {
    if (clusters.length === 0) return [];
    const where = { clusterId: In(clusters.map(({ id }) => id)) };
    const assignments = await this.database.manager.findBy(PillarClusterAssignmentEntity, where);
    const names = await this.pillars.findMany([...new Set(assignments.map(({ pillarId }) => pillarId))]);
    const nameOf = new Map(names.map(({ id, name }) => [id, name]));
    return clusters.map((cluster) => viewOf(cluster, assignments, nameOf));
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
  { id, personaId, name, status, aiPrompt, photosCount, runsCount }: ClusterEntity,
  assignments: readonly PillarClusterAssignmentEntity[],
  nameOf: ReadonlyMap<string, string>,
): ClusterView {
  const pillars = assignments
    .filter(({ clusterId }) => clusterId === id)
    .map(({ pillarId, isPrimary, notes }) => ({ id: pillarId, name: nameOf.get(pillarId) ?? '', isPrimary, notes }))
    .sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary) || (a.name < b.name ? -1 : 1));
  return { id, personaId, name, status, aiPrompt, photosCount, runsCount, pillars };
}
