import { ApiProperty, OmitType } from '@nestjs/swagger';
import { PhotoResponse } from '@trellis/photos/api';
import type { PhotoView, UploadOutcome } from '@trellis/photos';
import { CreateRunDto, RunResponse } from '@trellis/pipeline/api';
import type { RunView } from '@trellis/pipeline';
import { LinkResponse } from '../linking/link.dto.ts';
import type { LinkView } from '../linking/link-view.ts';

/** A run without persona and cluster, which the path determines. */
export class CreateClusterRunDto extends OmitType(CreateRunDto, ['personaId', 'clusterId']) {
  static readonly example = { pipelineId: '01890a5d-ac96-774b-bcce-b302099a8059', prompt: 'window light' };
}

export class LinkedRunResponse extends RunResponse {
  static override readonly example = { ...RunResponse.example, link: LinkResponse.example };

  @ApiProperty({ type: LinkResponse }) link!: LinkResponse;

  static of(this: void, run: RunView, link: LinkView): LinkedRunResponse {
    return { ...run, link };
  }
}

class RunOfPhotoResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
}

export class ClusterPhotoResponse extends PhotoResponse {
  static override readonly example = {
    ...PhotoResponse.example,
    run: { id: '01890a5d-ac96-774b-bcce-b302099a805d', name: 'study 24' },
  };

  @ApiProperty({ type: RunOfPhotoResponse, nullable: true }) run!: RunOfPhotoResponse | null;

  static of(this: void, photo: PhotoView, run: { id: string; name: string } | undefined): ClusterPhotoResponse {
    return { ...photo, run: run ?? null };
  }
}

class UploadOutcomeResponse {
  @ApiProperty({ type: String }) file!: string;
  @ApiProperty({ enum: ['created', 'refused'] }) status!: string;
  @ApiProperty({ type: PhotoResponse, nullable: true }) photo!: PhotoView | null;
  @ApiProperty({ type: String, nullable: true }) code!: string | null;
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
  @ApiProperty({ type: [String], description: 'Photos of the persona that look like this one, nearest first' })
  similar!: string[];
}

export class UploadResultsResponse {
  static readonly example = {
    results: [
      { file: 'kitchen.png', status: 'created', photo: PhotoResponse.example, code: null, detail: null, similar: [] },
      {
        file: 'notes.txt',
        status: 'refused',
        photo: null,
        code: 'not_an_image',
        detail: 'The file is not a complete PNG, JPEG or WebP image with one frame.',
        similar: [],
      },
    ],
  };

  @ApiProperty({ type: [UploadOutcomeResponse] }) results!: UploadOutcome[];
}
