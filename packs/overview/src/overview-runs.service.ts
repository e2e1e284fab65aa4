import { Injectable } from '@nestjs/common';
import { Database, containing, newestFirst, paginate, type Page, type PageRequest } from '@trellis/database';

/** A run with the names of what it belongs to, and what it waits for. */
export interface OverviewRun {
  id: string;
  name: string;
  status: 'pending' | 'running' | 'completed' | 'failed';
  pipelineId: string;
  pipelineName: string;
  personaId: string | null;
  personaName: string | null;
  clusterId: string | null;
  clusterName: string | null;
  winnerId: string | null;
  openPairs: number;
  linkState: 'none' | 'pending' | 'linked' | 'skipped' | 'failed';
  linkReason: string | null;
  photoId: string | null;
  completedAt: Date | null;
  createdAt: Date;
}

export interface OverviewRunFilter extends PageRequest {
  status?: OverviewRun['status'];
  personaId?: string;
  clusterId?: string;
  /** Contained in the name, in any case and accent. */
  q?: string;
}

const SELECT = `
  select r.id, r.name, r.status, r.pipeline_id as "pipelineId", i.name as "pipelineName", r.persona_id as "personaId",
    p.name as "personaName", r.cluster_id as "clusterId", c.name as "clusterName", r.winner_id as "winnerId",
    r.open_pairs as "openPairs", coalesce(l.state, case r.status when 'completed' then 'pending' else 'none' end) as "linkState",
    l.reason as "linkReason", l.photo_id as "photoId", r.completed_at as "completedAt", r.created_at as "createdAt"
  from pub_pipeline_runs r join pub_pipeline_pipelines i on i.id = r.pipeline_id
  left join pub_personas_personas p on p.id = r.persona_id
  left join pub_clustering_clusters c on c.id = r.cluster_id
  left join pub_clustering_links l on l.run_id = r.id`;

@Injectable()
export class OverviewRunsService {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  list({ status, personaId, clusterId, q, ...page }: OverviewRunFilter): Promise<Page<OverviewRun>> {
    return paginate<OverviewRun>(this.database.manager, {
      list: 'overview-runs',
      filters: { status, personaId, clusterId, q },
      select: SELECT,
      where: [
        status && ['r.status = ?', status],
        personaId && ['r.persona_id = ?', personaId],
        clusterId && ['r.cluster_id = ?', clusterId],
        q && [containing('r.name'), q],
      ],
      sort: newestFirst('r'),
      page,
    });
  }
}
