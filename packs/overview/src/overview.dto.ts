import { ApiProperty } from '@nestjs/swagger';
import type { Total } from '@trellis/database';
import { NameParts, OptionalId, OptionalOneOf, PageQuery } from '@trellis/http';
import type { OverviewRun } from './overview-runs.service.ts';
import type { PersonaGaps } from './gap-summaries.ts';
import type { Overview } from './overview.service.ts';

const statuses = ['pending', 'running', 'completed', 'failed'] as const;
const counted = {
  oneOf: [{ type: 'integer' as const }, { type: 'string' as const, enum: ['10000+'] }],
};

class RunToVoteResponse {
  @ApiProperty({ type: String, format: 'uuid' }) runId!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: Number }) openPairs!: number;
}

class RunCountsResponse {
  @ApiProperty(counted) pending!: Total;
  @ApiProperty(counted) running!: Total;
  @ApiProperty(counted) completed!: Total;
  @ApiProperty(counted) failed!: Total;
}

export class DuePostResponse {
  @ApiProperty({ type: String, format: 'uuid' }) postId!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String, format: 'uuid' }) accountId!: string;
  @ApiProperty({ type: String, format: 'date-time' }) scheduledAt!: Date;
}

export class PersonaGapsResponse implements PersonaGaps {
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: Number, nullable: true }) score!: number | null;
  @ApiProperty({ type: Number }) needed!: number;
  @ApiProperty({ type: Number }) missing!: number;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'when a pillar has nothing left' })
  runsOutOn!: string | null;
}

export class OverviewResponse {
  static readonly example = {
    toVote: [{ runId: '01890a5d-ac96-774b-bcce-b302099a805d', name: 'study 24', openPairs: 28 }],
    links: { storage_unavailable: 2, no_winner: 1 },
    needsCrop: 3,
    runs: { pending: 1, running: 4, completed: 120, failed: 0 },
    gaps: [
      {
        personaId: '01890a5d-ac96-774b-bcce-b302099a8057',
        name: 'north quay',
        score: 35,
        needed: 8,
        missing: 4,
        runsOutOn: '2026-12-15',
      },
    ],
    duePosts: [],
  };

  @ApiProperty({ type: [RunToVoteResponse], description: 'the newest open runs with pairs that have no vote' })
  toVote!: RunToVoteResponse[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'links that are not linked, by reason; `pending` are those without one',
  })
  links!: Record<string, number>;

  @ApiProperty({ ...counted, description: 'photos, exact up to 10,000' })
  needsCrop!: Overview['needsCrop'];

  @ApiProperty({ type: RunCountsResponse, description: 'by status, each exact up to 10,000' })
  runs!: Overview['runs'];

  @ApiProperty({
    type: [PersonaGapsResponse],
    description: 'of four weeks: the newest personas that miss photos; up to a minute old',
  })
  gaps!: PersonaGapsResponse[];

  @ApiProperty({
    type: [DuePostResponse],
    description: 'posts that a person has to publish now, the longest waiting first',
  })
  duePosts!: DuePostResponse[];
}

export class OverviewRunsQuery extends PageQuery {
  @OptionalOneOf(statuses)
  status?: OverviewRun['status'];

  @OptionalId()
  personaId?: string;

  @OptionalId()
  clusterId?: string;

  @NameParts()
  q?: string;
}

export class OverviewRunResponse implements OverviewRun {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a805d',
    name: 'study 24',
    status: 'running',
    pipelineId: '01890a5d-ac96-774b-bcce-b302099a8059',
    pipelineName: 'still_life',
    personaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    personaName: 'north quay',
    clusterId: '01890a5d-ac96-774b-bcce-b302099a805b',
    clusterName: 'Morning Coffee Moments',
    winnerId: null,
    openPairs: 28,
    linkState: 'none',
    linkReason: null,
    photoId: null,
    completedAt: null,
    createdAt: '2026-11-23T09:00:00.000Z',
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ enum: statuses }) status!: OverviewRun['status'];
  @ApiProperty({ type: String, format: 'uuid' }) pipelineId!: string;
  @ApiProperty({ type: String }) pipelineName!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) personaId!: string | null;
  @ApiProperty({ type: String, nullable: true }) personaName!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: String, nullable: true }) clusterName!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) winnerId!: string | null;
  @ApiProperty({ type: Number }) openPairs!: number;
  @ApiProperty({ enum: ['none', 'pending', 'linked', 'skipped', 'failed'] }) linkState!: OverviewRun['linkState'];
  @ApiProperty({ type: String, nullable: true }) linkReason!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) photoId!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) completedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}
