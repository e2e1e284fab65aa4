import { Injectable } from '@nestjs/common';
import { DescribePhotoService } from './describe-photo.service.ts';
import { PhotosService } from './photos.service.ts';
import { CropsService, type CropChoice } from './renditions/crops.service.ts';
import { TagPhotoService } from './tags/tag-photo.service.ts';

/** What can be done to one photo of many. Each may be repeated. */
export type PhotoAction =
  | { action: 'tag' | 'untag'; tag: string }
  | { action: 'star' | 'unstar' | 'delete' }
  | { action: 'crop'; crop: CropChoice }
  | { action: 'setAltText'; altText: string | null };

/** Does one thing to a photo, in a transaction of its own. */
@Injectable()
export class PhotoActionsService {
  constructor(
    private readonly photos: PhotosService,
    private readonly description: DescribePhotoService,
    private readonly crops: CropsService,
    private readonly tags: TagPhotoService,
  ) {}

  /** @throws DomainError photo_not_found, photo_posted, photo_held, crop_invalid, tags_full */
  async execute(photoId: string, order: PhotoAction, actor: string): Promise<void> {
    switch (order.action) {
      case 'tag':
      case 'untag':
        return this.tags.execute(photoId, order.action, order.tag, actor);
      case 'star':
      case 'unstar':
        await this.description.execute(photoId, { starred: order.action === 'star' }, actor);
        return;
      case 'setAltText':
        await this.description.execute(photoId, { altText: order.altText }, actor);
        return;
      case 'crop':
        return this.crops.choose(photoId, order.crop, actor);
      case 'delete':
        return this.photos.delete(photoId, actor);
    }
  }
}
