export { startB2Dialect, type B2Dialect } from './testing/b2-dialect.ts';
export { DiskStorage } from './drivers/disk.storage.ts';
export { S3Storage } from './drivers/s3.storage.ts';
