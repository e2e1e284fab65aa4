import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { TrellisConfig } from '@trellis/config';
import { DiskStorage } from './drivers/disk.storage.ts';
import { S3Storage } from './drivers/s3.storage.ts';
import { MeasuredStorage } from './measured.storage.ts';
import { ObjectStorage } from './object-storage.ts';

/** The folder of the disk driver. The API serves its `objects` under /media. */
export const mediaDirectory = (config: TrellisConfig): string => join(config.TRELLIS_DATA_DIR, 'media');

const driverOf = (config: TrellisConfig): ObjectStorage =>
  new MeasuredStorage(
    config.STORAGE_DRIVER === 's3'
      ? new S3Storage(config)
      : new DiskStorage(mediaDirectory(config), config.PUBLIC_BASE_URL),
  );

@Module({
  providers: [{ provide: ObjectStorage, useFactory: driverOf, inject: [TrellisConfig] }],
  exports: [ObjectStorage],
})
export class StorageModule {}
