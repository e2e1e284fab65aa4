import { Controller, Get, type StreamableFile } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { IdParam, NumberParam, SendFile, httpProblems, type FileSender } from '@trellis/http';
import { imageIsGone } from '@trellis/images';
import { pipelineProblems } from '../pipeline.problems.ts';
import { renditionWidths, type RenditionWidth } from '../renditions/candidate-picture.ts';
import { CandidateRenditionsService } from './candidate-renditions.service.ts';

@ApiTags('candidates')
@Controller('candidates')
export class CandidateRenditionsController {
  constructor(private readonly renditions: CandidateRenditionsService) {}

  @Get(':id/renditions/:width')
  @Operation({
    id: 'getCandidateRendition',
    summary: 'Download a small WebP of the image of a candidate',
    role: 'viewer',
    picture: true,
    file: ['image/webp'],
    problems: [
      pipelineProblems.candidate_not_found,
      pipelineProblems.image_changed,
      imageIsGone,
      httpProblems.range_not_satisfiable,
    ],
  })
  @ApiParam({ name: 'width', enum: [...renditionWidths] })
  async get(
    @IdParam() id: string,
    @NumberParam('width', renditionWidths) width: RenditionWidth,
    @SendFile() send: FileSender,
  ): Promise<StreamableFile | undefined> {
    return send(await this.renditions.get(id, width));
  }
}
