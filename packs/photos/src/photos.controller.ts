import { Body, Controller, Delete, Get, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, IfMatch, onlyId } from '@trellis/http';
import { databaseProblems, editingProblems, mapPage, orStale, type Page } from '@trellis/database';
import { contentProblems } from '@trellis/kernel';
import { Actor, Operation } from '@trellis/access';
import { DescribePhotoService } from './describe-photo.service.ts';
import { PhotoOrId, PhotoResponse, PhotosQuery, PostingDto, UpdatePhotoDto } from './photo.dto.ts';
import { PhotosService } from './photos.service.ts';
import { photoProblems } from './photo.problems.ts';

const missing = photoProblems.photo_not_found;

@ApiTags('photos')
@Controller('photos')
export class PhotosController {
  constructor(
    private readonly photos: PhotosService,
    private readonly description: DescribePhotoService,
  ) {}

  @Get()
  @Operation({
    id: 'listPhotos',
    summary: 'List photos, newest first',
    role: 'viewer',
    answer: PhotoOrId,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  async list(@Query() { fields, ...filter }: PhotosQuery): Promise<Page<PhotoResponse | { id: string }>> {
    const page = await this.photos.list(filter);
    return fields ? mapPage(page, onlyId) : page;
  }

  @Get(':id')
  @Operation({ id: 'getPhoto', summary: 'Read a photo', role: 'viewer', answer: PhotoResponse, problems: [missing] })
  get(@IdParam() id: string): Promise<PhotoResponse> {
    return this.photos.get(id);
  }

  @Patch(':id')
  @Operation({
    id: 'updatePhoto',
    summary: 'Change what is said of a photo',
    role: 'operator',
    body: UpdatePhotoDto,
    answer: PhotoResponse,
    problems: [missing, photoProblems.photo_held, editingProblems.stale, contentProblems.policy_blocked],
  })
  update(
    @IdParam() id: string,
    @Body() dto: UpdatePhotoDto,
    @IfMatch() seen: Date | undefined,
    @Actor() actor: string,
  ): Promise<PhotoResponse> {
    return orStale(this.description.execute(id, dto, actor, seen), () => this.photos.get(id));
  }

  @Put(':id/posting')
  @Operation({
    id: 'postPhoto',
    summary: 'Record the posting of a photo',
    role: 'operator',
    body: PostingDto,
    answer: PhotoResponse,
    problems: [missing, photoProblems.photo_held],
  })
  post(@IdParam() id: string, @Body() dto: PostingDto, @Actor() actor: string): Promise<PhotoResponse> {
    return this.photos.post(id, dto, actor);
  }

  @Delete(':id/posting')
  @Operation({
    id: 'unpostPhoto',
    summary: 'Delete the posting of a photo',
    role: 'operator',
    status: 204,
    problems: [missing, photoProblems.photo_held],
  })
  unpost(@IdParam() id: string, @Actor() actor: string): Promise<void> {
    return this.photos.unpost(id, actor);
  }
}
