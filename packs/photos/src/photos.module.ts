import { Module } from '@nestjs/common';
import { DatabaseModule } from '@trellis/database';
import { StorageModule } from '@trellis/storage';
import { ObjectGarbage } from './object-garbage.ts';
import { ObjectTombstoneEntity } from './object-tombstone.entity.ts';
import { OriginalStore } from './original-store.ts';
import { PhotoObjectEntity } from './photo-object.entity.ts';
import { PhotoRecords } from './photo-records.ts';
import { PhotoEntity } from './photo.entity.ts';
import { PhotosController } from './photos.controller.ts';
import { PhotosFacade } from './photos.facade.ts';
import { PhotosImport } from './photos.import.ts';
import { PhotosService } from './photos.service.ts';
import { UploadPhotoService } from './upload-photo.service.ts';

@Module({
  imports: [DatabaseModule.entities([PhotoEntity, PhotoObjectEntity, ObjectTombstoneEntity]), StorageModule],
  controllers: [PhotosController],
  providers: [
    OriginalStore,
    PhotoRecords,
    PhotosService,
    UploadPhotoService,
    PhotosFacade,
    PhotosImport,
    ObjectGarbage,
  ],
  exports: [PhotosFacade, PhotosImport, ObjectGarbage],
})
export class PhotosModule {}
