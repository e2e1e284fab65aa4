import { ApiProperty } from '@nestjs/swagger';
import { Ids, Optional, OptionalId, OptionalOneOf, PageQuery } from '@trellis/http';
import { ValidationFailedError } from '@trellis/kernel';
import type { RetryOrder } from './retry-links.service.ts';
import { linkReasons, linkStates, type LinkReason, type LinkState } from './link-view.ts';

export class LinksQuery extends PageQuery {
  @OptionalOneOf(linkStates)
  state?: LinkState;

  @OptionalOneOf(linkReasons)
  reason?: LinkReason;

  @OptionalId()
  clusterId?: string;

  @OptionalId()
  personaId?: string;
}

const retriable = ['failed', 'skipped', 'pending'] as const;

export class RetryLinksDto {
  static readonly example = { state: 'failed', reason: 'storage_unavailable' };

  @Optional()
  @Ids(200, { required: false })
  runIds?: string[];

  @OptionalOneOf(retriable)
  state?: (typeof retriable)[number];

  @OptionalOneOf(linkReasons)
  reason?: LinkReason;
}

/** @throws ValidationFailedError for both ways, or for neither */
export function orderOf({ runIds, state, reason }: RetryLinksDto): RetryOrder {
  if (runIds && !state && !reason) return { runIds };
  if (!runIds && state) return { state, reason };
  throw new ValidationFailedError([{ path: 'runIds', message: 'send either runIds, or state with or without reason' }]);
}

export class RetriedLinksResponse {
  static readonly example = { asked: 12 };

  @ApiProperty({ type: Number, description: 'the links that are attempted again' }) asked!: number;
}

export class LinkResponse {
  static readonly example = {
    runId: '01890a5d-ac96-774b-bcce-b302099a805d',
    state: 'linked',
    reason: null,
    clusterId: '01890a5d-ac96-774b-bcce-b302099a805b',
    candidateId: '01890a5d-ac96-774b-bcce-b302099a805c',
    photoId: '01890a5d-ac96-774b-bcce-b302099a805e',
    attempts: 1,
    lastError: null,
    nextAttemptAt: null,
  };

  @ApiProperty({ type: String, format: 'uuid' }) runId!: string;
  @ApiProperty({ enum: linkStates }) state!: LinkState;
  @ApiProperty({ type: String, enum: linkReasons, nullable: true }) reason!: LinkReason | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) candidateId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) photoId!: string | null;
  @ApiProperty({ type: Number }) attempts!: number;
  @ApiProperty({ type: String, nullable: true }) lastError!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) nextAttemptAt!: Date | null;
}

/** In a list, with the names of what it is about. */
export class ListedLinkResponse extends LinkResponse {
  static override readonly example = {
    ...LinkResponse.example,
    runName: 'study 24',
    clusterName: 'Morning Coffee Moments',
    personaName: 'north quay',
  };

  @ApiProperty({ type: String }) runName!: string;
  @ApiProperty({ type: String, nullable: true }) clusterName!: string | null;
  @ApiProperty({ type: String, nullable: true }) personaName!: string | null;
}

/** The link of one run. */
export class RunLinkResponse extends LinkResponse {
  static override readonly example = { ...LinkResponse.example, similar: [] };

  @ApiProperty({ type: [String], description: 'Photos of the persona that look like this one, nearest first' })
  similar!: string[];
}
