import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EditedFields } from '@trellis/http';
import { ProblemOfPost } from '../problems/problem-of-post.dto.ts';
import { postStates, type PostState } from './post-state.ts';
import type { PostPhotoView, PostView } from './post-view.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const time = { type: String, format: 'date-time', nullable: true } as const;
const id = { type: String, format: 'uuid', nullable: true } as const;

export class PostErrorResponse {
  @ApiProperty({ type: String }) code!: string;
  @ApiProperty({ type: String }) detail!: string;
  @ApiPropertyOptional({ type: [ProblemOfPost] }) problems?: ProblemOfPost[];
}

export class PostPhotoResponse implements PostPhotoView {
  @ApiProperty({ ...id, description: 'null when the photo was deleted' }) photoId!: string | null;
  @ApiProperty({ type: Number, minimum: 0, maximum: 9 }) position!: number;
  @ApiProperty({ type: String, nullable: true }) altText!: string | null;
}

export class PostResponse extends EditedFields implements PostView {
  static readonly example = {
    id: ID,
    personaId: ID,
    accountId: ID,
    pillarId: null,
    clusterId: ID,
    slotId: null,
    state: 'scheduled',
    reason: null,
    due: false,
    caption: 'Dusk at the north quay.',
    hashtags: ['northquay'],
    aiGenerated: true,
    scheduledAt: '2026-12-07T17:30:00.000Z',
    scheduledLocal: '2026-12-07T18:30',
    timeZone: 'Europe/Berlin',
    latestAt: '2026-12-07T23:30:00.000Z',
    publishedAt: null,
    providerMediaId: null,
    permalink: null,
    needsPermalink: false,
    attempts: 0,
    nextAttemptAt: null,
    lastError: null,
    photos: [{ photoId: ID, position: 0, altText: 'A bottle on a table at dusk' }],
    createdAt: '2026-11-23T10:00:00.000Z',
    ...EditedFields.editedExample,
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String, format: 'uuid' }) accountId!: string;
  @ApiProperty(id) pillarId!: string | null;
  @ApiProperty(id) clusterId!: string | null;
  @ApiProperty(id) slotId!: string | null;
  @ApiProperty({ enum: postStates }) state!: PostState;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: Boolean, description: 'it is time, and a person has to publish it' }) due!: boolean;
  @ApiProperty({ type: String }) caption!: string;
  @ApiProperty({ type: [String], description: 'without #' }) hashtags!: string[];
  @ApiProperty({ type: Boolean }) aiGenerated!: boolean;
  @ApiProperty(time) scheduledAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'the wall time in timeZone' }) scheduledLocal!:
    string | null;
  @ApiProperty({ type: String, nullable: true }) timeZone!: string | null;
  @ApiProperty({ ...time, description: 'later it is not published any more' }) latestAt!: Date | null;
  @ApiProperty(time) publishedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true }) providerMediaId!: string | null;
  @ApiProperty({ type: String, nullable: true }) permalink!: string | null;
  @ApiProperty({ type: Boolean }) needsPermalink!: boolean;
  @ApiProperty({ type: Number }) attempts!: number;
  @ApiProperty(time) nextAttemptAt!: Date | null;
  @ApiProperty({ type: PostErrorResponse, nullable: true }) lastError!: PostErrorResponse | null;
  @ApiProperty({ type: [PostPhotoResponse] }) photos!: PostPhotoResponse[];
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class PreflightResponse {
  static readonly example = {
    ok: false,
    problems: [{ code: 'photo_not_ready', detail: 'The photo needs a crop.', position: 0 }],
    warnings: [],
  };

  @ApiProperty({ type: Boolean }) ok!: boolean;
  @ApiProperty({ type: [ProblemOfPost] }) problems!: ProblemOfPost[];
  @ApiProperty({ type: [ProblemOfPost] }) warnings!: ProblemOfPost[];
}

export class PostEventResponse {
  static readonly example = {
    id: ID,
    at: '2026-11-23T10:00:00.000Z',
    kind: 'scheduled',
    actor: 'key:admin frontend',
    data: { at: '2026-12-07T17:30:00.000Z' },
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
  @ApiProperty({ type: String }) kind!: string;
  @ApiProperty({ type: String }) actor!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: object;
}
