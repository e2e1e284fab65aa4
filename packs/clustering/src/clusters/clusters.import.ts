import { Injectable } from '@nestjs/common';
import { ImportPort } from '@trellis/database';
import type { EntityManager } from 'typeorm';
import { ClusterEntity } from './cluster.entity.ts';
import { PillarClusterAssignmentEntity } from './pillar-cluster-assignment.entity.ts';

/** The import port of this pack. */
@Injectable()
export class ClustersImport extends ImportPort {
  readonly tables = { clusters: [], pillar_cluster_assignments: ['pillar_id', 'cluster_id'] };

  /** The id of the persona's cluster with this name; undefined when there is none. */
  async idByName(manager: EntityManager, personaId: string, name: string): Promise<string | undefined> {
    return (await manager.findOne(ClusterEntity, { where: { personaId, name }, select: { id: true } }))?.id;
  }

  /** The persona that the cluster belongs to; undefined when there is no such cluster. */
  async personaOf(manager: EntityManager, id: string): Promise<string | undefined> {
    return (await manager.findOne(ClusterEntity, { where: { id }, select: { id: true, personaId: true } }))?.personaId;
  }

  hasPrimaryPillar(manager: EntityManager, clusterId: string): Promise<boolean> {
    return manager.existsBy(PillarClusterAssignmentEntity, { clusterId, isPrimary: true });
  }
}
