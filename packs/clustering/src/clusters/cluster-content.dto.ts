import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional, IsUUID, MinLength, ValidateIf } from 'class-validator';
import { IsName, IsText } from '@trellis/http';
import type { PhotoView, UploadOutcome } from '@trellis/photos';
import type { RunView } from '@trellis/pipeline';
import { LinkResponse } from '../linking/link.dto.ts';
import type { LinkView } from '../linking/link-view.ts';

const unlessAbsent = (_: unknown, value: unknown) => value !== undefined;

/** As POST /runs takes it, without what the cluster says. */
export class CreateClusterRunDto {
  static readonly example = { pipelineId: '01890a5d-ac96-774b-bcce-b302099a8059', prompt: 'window light' };

  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID(undefined, { message: 'must be a UUID' })
  pipelineId!: string;

  @ValidateIf(unlessAbsent)
  @IsName('study 24')
  name?: string;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsText(100_000)
  prompt?: string | null;

  @ApiPropertyOptional({ type: String })
  @ValidateIf(unlessAbsent)
  @IsText(1000)
  @MinLength(1, { message: 'must not be empty' })
  targetFolder?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, default: {} })
  @ValidateIf(unlessAbsent)
  @IsObject({ message: 'must be an object' })
  variables?: Record<string, unknown>;
}

export class ClusterRunResponse {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a805d',
    pipelineId: '01890a5d-ac96-774b-bcce-b302099a8059',
    personaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    clusterId: '01890a5d-ac96-774b-bcce-b302099a805b',
    name: 'study 24',
    prompt: 'window light',
    targetFolder: '/storage/runs/study-24-20261123-100000',
    variables: {},
    status: 'pending',
    failureReason: null,
    winnerId: null,
    candidatesCount: 0,
    completedAt: null,
    createdAt: '2026-11-23T09:00:00.000Z',
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) pipelineId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) personaId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: String, nullable: true }) prompt!: string | null;
  @ApiProperty({ type: String }) targetFolder!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) variables!: object;
  @ApiProperty({ enum: ['pending', 'running', 'completed', 'failed'] }) status!: string;
  @ApiProperty({ type: String, nullable: true }) failureReason!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) winnerId!: string | null;
  @ApiProperty({ type: Number }) candidatesCount!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) completedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class LinkedRunResponse extends ClusterRunResponse {
  static override readonly example = {
    ...ClusterRunResponse.example,
    link: { ...LinkResponse.example, state: 'none', photoId: null },
  } as never;

  @ApiProperty({ type: LinkResponse }) link!: LinkResponse;

  static of(this: void, run: RunView, link: LinkView): LinkedRunResponse {
    return { ...run, link };
  }
}

class RunOfPhotoResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
}

export class ClusterPhotoResponse {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a805e',
    personaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    clusterId: '01890a5d-ac96-774b-bcce-b302099a805b',
    candidateId: '01890a5d-ac96-774b-bcce-b302099a805c',
    path: '/srv/comfyui/output/00042.png',
    url: 'https://media.example.org/photos/01890a5d-ac96-774b-bcce-b302099a805e/9f86d081884c7d65….png',
    contentType: 'image/png',
    byteSize: 1312004,
    width: 1024,
    height: 1024,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    postedAt: null,
    provider: null,
    providerPostId: null,
    createdAt: '2026-11-23T10:00:01.000Z',
    run: { id: '01890a5d-ac96-774b-bcce-b302099a805d', name: 'study 24' },
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) candidateId!: string | null;
  @ApiProperty({ type: String }) path!: string;
  @ApiProperty({ type: String }) url!: string;
  @ApiProperty({ type: String }) contentType!: string;
  @ApiProperty({ type: Number }) byteSize!: number;
  @ApiProperty({ type: Number }) width!: number;
  @ApiProperty({ type: Number }) height!: number;
  @ApiProperty({ type: String }) sha256!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) postedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true }) provider!: string | null;
  @ApiProperty({ type: String, nullable: true }) providerPostId!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: RunOfPhotoResponse, nullable: true }) run!: RunOfPhotoResponse | null;

  static of(this: void, photo: PhotoView, run: { id: string; name: string } | undefined): ClusterPhotoResponse {
    return { ...photo, run: run ?? null };
  }
}

class UploadOutcomeResponse {
  @ApiProperty({ type: String }) file!: string;
  @ApiProperty({ enum: ['created', 'refused'] }) status!: string;
  @ApiProperty({ type: ClusterPhotoResponse, nullable: true }) photo!: PhotoView | null;
  @ApiProperty({ type: String, nullable: true }) code!: string | null;
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
}

export class UploadResultsResponse {
  static readonly example = {
    results: [
      { file: 'kitchen.png', status: 'created', photo: ClusterPhotoResponse.example, code: null, detail: null },
      {
        file: 'notes.txt',
        status: 'refused',
        photo: null,
        code: 'not_an_image',
        detail: 'The file is not a complete PNG, JPEG or WebP picture of one frame.',
      },
    ],
  };

  @ApiProperty({ type: [UploadOutcomeResponse] }) results!: UploadOutcome[];
}
