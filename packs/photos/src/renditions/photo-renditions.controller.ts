import { Body, Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, Operation } from '@trellis/access';
import { IdParam } from '@trellis/http';
import { imageIsGone } from '@trellis/images';
import { commonProblems } from '@trellis/kernel';
import { storageProblems } from '@trellis/storage';
import { PhotoResponse } from '../photo.dto.ts';
import { photoProblems } from '../photo.problems.ts';
import { PhotosService } from '../photos.service.ts';
import { CropDto, CropPreviewsResponse } from './crop.dto.ts';
import { CropsService } from './crops.service.ts';

const missing = photoProblems.photo_not_found;
const held = photoProblems.photo_held;
const decoding = [imageIsGone, commonProblems.too_busy, storageProblems.storage_unavailable];

@ApiTags('photos')
@Controller('photos')
export class PhotoRenditionsController {
  constructor(
    private readonly crops: CropsService,
    private readonly photos: PhotosService,
  ) {}

  @Get(':id/crop-previews')
  @Operation({
    id: 'previewCrops',
    summary: 'See what each way to crop would choose',
    role: 'viewer',
    answer: CropPreviewsResponse,
    problems: [missing, ...decoding],
  })
  previews(@IdParam() id: string): Promise<CropPreviewsResponse> {
    return this.crops.previews(id);
  }

  @Put(':id/crop')
  @Operation({
    id: 'cropPhoto',
    summary: 'Choose the part of a photo that is posted. Its renditions are made again',
    role: 'operator',
    body: CropDto,
    answer: PhotoResponse,
    problems: [missing, held, photoProblems.crop_invalid, ...decoding],
  })
  async choose(@IdParam() id: string, @Body() dto: CropDto, @Actor() actor: string): Promise<PhotoResponse> {
    await this.crops.choose(id, dto, actor);
    return this.photos.get(id);
  }

  @Delete(':id/crop')
  @Operation({
    id: 'uncropPhoto',
    summary: 'Let the part that is posted be found by itself again',
    role: 'operator',
    status: 204,
    problems: [missing, held],
  })
  reset(@IdParam() id: string, @Actor() actor: string): Promise<void> {
    return this.crops.reset(id, actor);
  }

  @Post(':id/renditions')
  @Operation({
    id: 'renderPhoto',
    summary: 'Make the renditions of a photo again',
    role: 'operator',
    status: 202,
    answer: PhotoResponse,
    problems: [missing, held],
  })
  async again(@IdParam() id: string, @Actor() actor: string): Promise<PhotoResponse> {
    await this.crops.again(id, actor);
    return this.photos.get(id);
  }
}
