import { Controller, Delete, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, Operation } from '@trellis/access';
import { IdParam } from '@trellis/http';
import { imageIsGone } from '@trellis/images';
import { storageProblems } from '@trellis/storage';
import { PhotoResponse } from '../photo.dto.ts';
import { photoProblems } from '../photo.problems.ts';
import { PhotosService } from '../photos.service.ts';
import { RestorePhotoService } from './restore-photo.service.ts';

const missing = photoProblems.photo_not_found;

@ApiTags('photos')
@Controller('photos')
export class DeletionController {
  constructor(
    private readonly photos: PhotosService,
    private readonly restoration: RestorePhotoService,
  ) {}

  @Delete(':id')
  @Operation({
    id: 'deletePhoto',
    summary: 'Delete a photo that was not posted. Its objects are deleted after seven days',
    role: 'admin',
    status: 204,
    problems: [missing, photoProblems.photo_posted, photoProblems.photo_held],
  })
  delete(@IdParam() id: string, @Actor() actor: string): Promise<void> {
    return this.photos.delete(id, actor);
  }

  @Post(':id/restoration')
  @Operation({
    id: 'restorePhoto',
    summary: 'Bring a deleted photo back, until its objects are deleted',
    role: 'admin',
    status: 200,
    answer: PhotoResponse,
    problems: [missing, photoProblems.photo_exists, imageIsGone, storageProblems.storage_unavailable],
  })
  async restore(@IdParam() id: string, @Actor() actor: string): Promise<PhotoResponse> {
    await this.restoration.execute(id, actor);
    return this.photos.get(id);
  }
}
