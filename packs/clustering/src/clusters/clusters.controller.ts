import { Body, Controller, Delete, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, IfMatch } from '@trellis/http';
import { personaProblems } from '@trellis/personas';
import { databaseProblems, editingProblems, orStale, type Page } from '@trellis/database';
import { pillarProblems } from '@trellis/content-pillars';
import { contentProblems, inBody } from '@trellis/kernel';
import { Actor, Operation } from '@trellis/access';
import { AssignPillarService } from './assign-pillar.service.ts';
import { AssignPillarDto, ClusterResponse, ClustersQuery, CreateClusterDto, UpdateClusterDto } from './cluster.dto.ts';
import { ClustersService } from './clusters.service.ts';
import { DeleteClusterService } from './delete-cluster.service.ts';
import { photoProblems } from '@trellis/photos';
import { clusteringProblems } from '../clustering.problems.ts';

const missing = clusteringProblems.cluster_not_found;
const noPersona = personaProblems.persona_not_found;

@ApiTags('clusters')
@Controller()
export class ClustersController {
  constructor(
    private readonly clusters: ClustersService,
    private readonly assignment: AssignPillarService,
    private readonly deletion: DeleteClusterService,
  ) {}

  @Get('personas/:personaId/clusters')
  @Operation({
    id: 'listClusters',
    summary: 'List the clusters of a persona, newest first',
    role: 'viewer',
    answer: ClusterResponse,
    list: true,
    problems: [noPersona, databaseProblems.invalid_cursor],
  })
  list(@IdParam('personaId') personaId: string, @Query() query: ClustersQuery): Promise<Page<ClusterResponse>> {
    return this.clusters.list(personaId, query);
  }

  @Get('clusters/:id')
  @Operation({
    id: 'getCluster',
    summary: 'Read a cluster',
    role: 'viewer',
    answer: ClusterResponse,
    problems: [missing],
  })
  get(@IdParam() id: string): Promise<ClusterResponse> {
    return this.clusters.get(id);
  }

  @Post('personas/:personaId/clusters')
  @Operation({
    id: 'createCluster',
    summary: 'Create a cluster, optionally with its pillar',
    role: 'operator',
    status: 201,
    body: CreateClusterDto,
    answer: ClusterResponse,
    problems: [
      contentProblems.policy_blocked,
      noPersona,
      clusteringProblems.name_taken,
      inBody(pillarProblems.pillar_not_found),
      personaProblems.persona_mismatch,
    ],
  })
  create(
    @IdParam('personaId') personaId: string,
    @Body() dto: CreateClusterDto,
    @Actor() actor: string,
  ): Promise<ClusterResponse> {
    return this.clusters.create(personaId, dto, actor);
  }

  @Patch('clusters/:id')
  @Operation({
    id: 'updateCluster',
    summary: 'Update the given fields',
    role: 'operator',
    body: UpdateClusterDto,
    answer: ClusterResponse,
    problems: [missing, clusteringProblems.name_taken, editingProblems.stale, contentProblems.policy_blocked],
  })
  update(
    @IdParam() id: string,
    @Body() dto: UpdateClusterDto,
    @IfMatch() seen: Date | undefined,
    @Actor() actor: string,
  ): Promise<ClusterResponse> {
    return orStale(this.clusters.update(id, dto, actor, seen), () => this.clusters.get(id));
  }

  @Delete('clusters/:id')
  @Operation({
    id: 'deleteCluster',
    summary: 'Delete a cluster. Its runs and photos stay',
    role: 'admin',
    status: 204,
    problems: [missing, photoProblems.photo_held],
  })
  delete(@IdParam() id: string, @Actor() actor: string): Promise<void> {
    return this.deletion.execute(id, actor);
  }

  @Put('clusters/:id/pillars/:pillarId')
  @Operation({
    id: 'assignPillar',
    summary: 'Assign a pillar to the cluster. A new primary pillar replaces the old one',
    role: 'operator',
    body: AssignPillarDto,
    answer: ClusterResponse,
    problems: [missing, pillarProblems.pillar_not_found, personaProblems.persona_mismatch],
  })
  async assign(
    @IdParam() id: string,
    @IdParam('pillarId') pillarId: string,
    @Body() dto: AssignPillarDto,
    @Actor() actor: string,
  ): Promise<ClusterResponse> {
    await this.assignment.assign(id, pillarId, dto, actor);
    return this.clusters.get(id);
  }

  @Delete('clusters/:id/pillars/:pillarId')
  @Operation({
    id: 'unassignPillar',
    summary: 'Remove the assignment of a pillar',
    role: 'operator',
    status: 204,
    problems: [missing, pillarProblems.pillar_not_found],
  })
  unassign(@IdParam() id: string, @IdParam('pillarId') pillarId: string, @Actor() actor: string): Promise<void> {
    return this.assignment.unassign(id, pillarId, actor);
  }
}
