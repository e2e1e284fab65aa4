import { Controller, Get, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { IdParam, SendFile, httpProblems, type FileSender } from '@trellis/http';
import { imageIsGone } from '@trellis/images';
import { storageProblems } from '@trellis/storage';
import { photoProblems } from '../photo.problems.ts';
import { OriginalsService } from './originals.service.ts';

@ApiTags('photos')
@Controller('photos')
export class OriginalsController {
  constructor(private readonly originals: OriginalsService) {}

  @Get(':id/original')
  @Operation({
    id: 'getOriginal',
    summary: 'Download the original of a photo, byte for byte',
    role: 'operator',
    picture: true,
    file: ['image/png', 'image/jpeg', 'image/webp'],
    problems: [
      photoProblems.photo_not_found,
      imageIsGone,
      httpProblems.range_not_satisfiable,
      storageProblems.storage_unavailable,
    ],
  })
  async get(@IdParam() id: string, @SendFile() send: FileSender): Promise<StreamableFile | undefined> {
    return send(await this.originals.get(id));
  }
}
