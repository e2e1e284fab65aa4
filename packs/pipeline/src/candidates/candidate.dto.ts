import { ApiProperty } from '@nestjs/swagger';
import {
  Id,
  OnlyIds,
  OptionalId,
  OptionalIds,
  OptionalOneOf,
  QueryFlag,
  Text,
  PageQuery,
  orIds,
  type DocumentedMap,
} from '@trellis/http';
import { shown } from '@trellis/database';
import { renditionWidths } from '../renditions/candidate-picture.ts';
import { candidateSorts, type CandidateSort } from './candidate-input.ts';
import type { ImageCandidateEntity } from './image-candidate.entity.ts';

const statuses = ['active', 'rejected'] as const;

/** The fields of a candidate beside its image; also the fields of the multipart form. */
export class CandidatePlaceDto {
  @Id()
  stepId!: string;

  @OptionalId({ nullable: true })
  parentId?: string | null;
}

export class RegisterCandidateDto extends CandidatePlaceDto {
  static readonly example = {
    stepId: '01890a5d-ac96-774b-bcce-b302099a805a',
    imagePath: '/srv/comfyui/output/00042.png',
  };

  @Text(4096, { least: 1, description: 'absolute, inside CANDIDATE_ROOTS' })
  imagePath!: string;
}

export class CandidatesQuery extends PageQuery {
  @OptionalId()
  stepId?: string;

  @OptionalOneOf(statuses)
  status?: 'active' | 'rejected';

  @QueryFlag({ description: 'true: only the winner; false: all others' })
  winner?: boolean;

  @OptionalIds(200)
  ids?: string[];

  @OptionalOneOf(candidateSorts, {
    default: 'created',
    description: 'the best, the most compared, or the oldest first',
  })
  sort?: CandidateSort;

  @OnlyIds()
  fields?: 'id';
}

export class CandidateResponse {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a805c',
    runId: '01890a5d-ac96-774b-bcce-b302099a805d',
    stepId: '01890a5d-ac96-774b-bcce-b302099a805a',
    parentId: null,
    imagePath: '/srv/comfyui/output/00042.png',
    contentType: 'image/png',
    byteSize: 1312004,
    width: 1024,
    height: 1024,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    status: 'active',
    eloScore: 1000,
    voteCount: 0,
    failureCount: 0,
    thumbnailUrl: '/api/v1/candidates/01890a5d-ac96-774b-bcce-b302099a805c/renditions/320',
    placeholder: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
    isWinner: false,
    winnerAt: null,
    createdAt: '2026-11-23T09:30:00.000Z',
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) runId!: string;
  @ApiProperty({ type: String, format: 'uuid' }) stepId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) parentId!: string | null;
  @ApiProperty({ type: String }) imagePath!: string;
  @ApiProperty({ type: String, nullable: true }) contentType!: string | null;
  @ApiProperty({ type: Number, nullable: true }) byteSize!: number | null;
  @ApiProperty({ type: Number, nullable: true }) width!: number | null;
  @ApiProperty({ type: Number, nullable: true }) height!: number | null;
  @ApiProperty({ type: String, nullable: true }) sha256!: string | null;
  @ApiProperty({ enum: statuses }) status!: string;
  @ApiProperty({ type: Number }) eloScore!: number;
  @ApiProperty({ type: Number }) voteCount!: number;
  @ApiProperty({ type: Number }) failureCount!: number;
  @ApiProperty({ type: String, description: 'Path of a WebP, 320 pixels wide at most' }) thumbnailUrl!: string;
  @ApiProperty({ type: String, nullable: true, description: 'ThumbHash, base64' }) placeholder!: string | null;
  @ApiProperty({ type: Boolean }) isWinner!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) winnerAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;

  static of(this: void, candidate: ImageCandidateEntity): CandidateResponse {
    return { ...shown(candidate), thumbnailUrl: `/api/v1/candidates/${candidate.id}/renditions/${renditionWidths[0]}` };
  }
}

export const CandidateOrId: DocumentedMap = orIds(CandidateResponse);
