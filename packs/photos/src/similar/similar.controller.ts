import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import type { Page } from '@trellis/database';
import { IdParam } from '@trellis/http';
import { photoProblems } from '../photo.problems.ts';
import { SimilarPhotosService } from './similar-photos.service.ts';
import { SimilarPhotoResponse } from './similar.dto.ts';

@ApiTags('photos')
@Controller('photos')
export class SimilarController {
  constructor(private readonly similar: SimilarPhotosService) {}

  @Get(':id/similar')
  @Operation({
    id: 'listSimilarPhotos',
    summary: 'List the photos of the persona that look like this one, nearest first',
    role: 'viewer',
    answer: SimilarPhotoResponse,
    list: true,
    problems: [photoProblems.photo_not_found],
  })
  async list(@IdParam() id: string): Promise<Page<SimilarPhotoResponse>> {
    return { items: await this.similar.of(id), nextCursor: null };
  }
}
