import { Module } from '@nestjs/common';
import { DatabaseModule } from '@trellis/database';
import { PersonasModule } from '@trellis/personas';
import { StorageModule } from '@trellis/storage';
import { ObjectGarbage } from './object-garbage.ts';
import { ObjectTombstoneEntity } from './object-tombstone.entity.ts';
import { DeletionController } from './deletion/deletion.controller.ts';
import { RestorePhotoService } from './deletion/restore-photo.service.ts';
import { DescribePhotoService } from './describe-photo.service.ts';
import { MoveOriginalsService } from './originals/move-originals.service.ts';
import { OriginalsController } from './originals/originals.controller.ts';
import { OriginalsService } from './originals/originals.service.ts';
import { OriginalStore } from './originals/original-store.ts';
import { PhotoObjectEntity } from './photo-object.entity.ts';
import { PhotoRecords } from './photo-records.ts';
import { PhotoEntity } from './photo.entity.ts';
import { PhotoActionsService } from './photo-actions.service.ts';
import { PhotosController } from './photos.controller.ts';
import { PhotosFacade } from './photos.facade.ts';
import { PhotosImport } from './photos.import.ts';
import { PhotosService } from './photos.service.ts';
import { PicturesImport } from './pictures-import.ts';
import { PublicCheckListener } from './public/public-check.listener.ts';
import { PublicCheckSweeper } from './public/public-check-sweeper.ts';
import { PublicChecksService } from './public/public-checks.service.ts';
import { PublicPictures } from './public/public-pictures.ts';
import { PublicProbe } from './public/public-probe.ts';
import { CropsService } from './renditions/crops.service.ts';
import { PhotoRenditionsController } from './renditions/photo-renditions.controller.ts';
import { RenderManyService } from './renditions/render-many.service.ts';
import { PhotosForPosts } from './posts/photos-for-posts.ts';
import { RenditionOrders } from './renditions/rendition-orders.ts';
import { PrepareRenditionsService } from './renditions/prepare-renditions.service.ts';
import { RenditionRows } from './renditions/rendition-rows.ts';
import { RenditionSweeper } from './renditions/rendition-sweeper.ts';
import { RenditionListener } from './renditions/rendition.listener.ts';
import { PhotoWords } from './search/photo-words.ts';
import { PersonaHashes } from './similar/persona-hashes.ts';
import { SimilarPhotosService } from './similar/similar-photos.service.ts';
import { SimilarController } from './similar/similar.controller.ts';
import { PhotoTagEntity } from './tags/photo-tag.entity.ts';
import { PhotoTags } from './tags/photo-tags.ts';
import { TagPhotoService } from './tags/tag-photo.service.ts';
import { UploadPhotoService } from './upload-photo.service.ts';

@Module({
  imports: [
    DatabaseModule.entities([PhotoEntity, PhotoObjectEntity, ObjectTombstoneEntity, PhotoTagEntity]),
    PersonasModule,
    StorageModule,
  ],
  controllers: [
    PhotosController,
    PhotoRenditionsController,
    OriginalsController,
    SimilarController,
    DeletionController,
  ],
  providers: [
    OriginalStore,
    OriginalsService,
    MoveOriginalsService,
    PhotoRecords,
    PhotosService,
    DescribePhotoService,
    UploadPhotoService,
    RestorePhotoService,
    PhotosFacade,
    PhotosForPosts,
    PhotosImport,
    PicturesImport,
    ObjectGarbage,
    RenditionRows,
    RenditionOrders,
    CropsService,
    RenderManyService,
    PrepareRenditionsService,
    RenditionListener,
    PhotoTags,
    TagPhotoService,
    PhotoActionsService,
    PhotoWords,
    PersonaHashes,
    SimilarPhotosService,
    PublicProbe,
    PublicChecksService,
    PublicPictures,
    PublicCheckListener,
    PublicCheckSweeper,
    RenditionSweeper,
  ],
  exports: [PhotosFacade, PhotosForPosts, PublicPictures, PhotosImport, PicturesImport, ObjectGarbage],
})
export class PhotosModule {}
