import { ApiProperty } from '@nestjs/swagger';
import { OptionalId, OptionalOneOf, PageQuery } from '@trellis/http';
import { linkReasons, linkStates, type LinkReason, type LinkState } from './link-view.ts';

export class LinksQuery extends PageQuery {
  @OptionalOneOf(linkStates)
  state?: LinkState;

  @OptionalOneOf(linkReasons)
  reason?: LinkReason;

  @OptionalId()
  clusterId?: string;
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

/** The link of one run. */
export class RunLinkResponse extends LinkResponse {
  static override readonly example = { ...LinkResponse.example, similar: [] };

  @ApiProperty({ type: [String], description: 'Photos of the persona that look like this one, nearest first' })
  similar!: string[];
}
