import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { pillarProblems, ContentPillarsFacade } from '@trellis/content-pillars';
import { Database, recordAudit, refusing } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import type { PillarAssignment } from './cluster-input.ts';
import { ClusterEntity } from './cluster.entity.ts';
import { assigningPillar, personaMismatch } from './cluster.errors.ts';
import { PillarClusterAssignmentEntity } from './pillar-cluster-assignment.entity.ts';
import { clusteringProblems } from '../clustering.problems.ts';

/**
 * Assigns pillars to clusters. Two callers wait for each other at the cluster's row, so there is one primary pillar
 * afterwards.
 */
@Injectable()
export class AssignPillarService {
  constructor(
    private readonly database: Database,
    private readonly pillars: ContentPillarsFacade,
  ) {}

  /**
   * Creates the assignment, or changes it. @throws DomainError cluster_not_found, pillar_not_found, persona_mismatch
   */
  async assign(clusterId: string, pillarId: string, assignment: PillarAssignment, actor: string): Promise<void> {
    const [pillar] = await this.pillars.findMany([pillarId]);
    if (!pillar) throw notFound(pillarProblems.pillar_not_found);
    await refusing(assigningPillar, () =>
      this.database.transaction(async (manager) => {
        const { personaId } = await lockCluster(manager, clusterId);
        if (pillar.personaId !== personaId) throw personaMismatch();
        if (assignment.isPrimary)
          await manager.update(PillarClusterAssignmentEntity, { clusterId, isPrimary: true }, { isPrimary: false });
        await manager.upsert(PillarClusterAssignmentEntity, { clusterId, pillarId, personaId, ...assignment }, [
          'pillarId',
          'clusterId',
        ]);
        await recordAudit(manager, {
          actor,
          action: 'cluster.pillar_assigned',
          subjectType: 'cluster',
          subjectId: clusterId,
          data: { pillarId, ...assignment },
        });
      }),
    );
  }

  /** @throws DomainError cluster_not_found, pillar_not_found when it was not assigned */
  async unassign(clusterId: string, pillarId: string, actor: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      await lockCluster(manager, clusterId);
      const { affected } = await manager.delete(PillarClusterAssignmentEntity, { clusterId, pillarId });
      if (!affected) throw notFound(pillarProblems.pillar_not_found);
      await recordAudit(manager, {
        actor,
        action: 'cluster.pillar_unassigned',
        subjectType: 'cluster',
        subjectId: clusterId,
        data: { pillarId },
      });
    });
  }
}

async function lockCluster(manager: EntityManager, id: string): Promise<ClusterEntity> {
  const cluster = await manager.findOne(ClusterEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!cluster) throw notFound(clusteringProblems.cluster_not_found);
  return cluster;
}
