import { join } from 'node:path';
import type { TrellisConfig } from '@trellis/config';
import { DiskStorage } from './drivers/disk.storage.ts';
import { keyPrefix } from './drivers/s3-client.ts';
import { S3Storage } from './drivers/s3.storage.ts';
import { MeasuredStorage } from './measured.storage.ts';
import type { ObjectStorage } from './object-storage.ts';
import { ObjectStores } from './object-stores.ts';

/** The folder of public objects of the disk driver. The API serves its `objects` under /media. */
export const mediaDirectory = (config: TrellisConfig): string => join(config.TRELLIS_DATA_DIR, 'media');

/** The folder of private objects of the disk driver. Nothing serves it. */
export const originalsDirectory = (config: TrellisConfig): string => join(config.TRELLIS_DATA_DIR, 'originals');

/** Both stores of the configuration. */
export const storesOf = (config: TrellisConfig): ObjectStores =>
  config.STORAGE_DRIVER === 's3' ? s3Stores(config) : diskStores(config);

const diskStores = (config: TrellisConfig) =>
  new ObjectStores(
    measured(new DiskStorage(mediaDirectory(config))),
    measured(new DiskStorage(originalsDirectory(config))),
    `${config.PUBLIC_BASE_URL}/`,
  );

function s3Stores(config: TrellisConfig): ObjectStores {
  const bucket = (name: string) => measured(new S3Storage(config, name));
  const { S3_BUCKET, S3_PRIVATE_BUCKET, PUBLIC_BASE_URL } = config;
  return new ObjectStores(
    bucket(S3_BUCKET as string),
    S3_PRIVATE_BUCKET === undefined ? undefined : bucket(S3_PRIVATE_BUCKET),
    `${PUBLIC_BASE_URL}/${keyPrefix(config)}`,
  );
}

/** The URLs at which anyone could try to fetch a private object: each must refuse. */
export function anonymousUrls(config: TrellisConfig, key: string): string[] {
  const { PUBLIC_BASE_URL, S3_ENDPOINT, S3_PRIVATE_BUCKET, S3_BUCKET = '' } = config;
  const path = `${keyPrefix(config)}${key}`;
  if (config.STORAGE_DRIVER === 'disk' || S3_PRIVATE_BUCKET === undefined) return [`${PUBLIC_BASE_URL}/${path}`];
  const beside = PUBLIC_BASE_URL.replace(S3_BUCKET, S3_PRIVATE_BUCKET);
  return [
    `${PUBLIC_BASE_URL}/${path}`,
    `${beside}/${path}`,
    ...(S3_ENDPOINT ? [`${S3_ENDPOINT}/${S3_PRIVATE_BUCKET}/${path}`] : []),
  ];
}

const measured = (driver: ObjectStorage) => new MeasuredStorage(driver);
