import { Module } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { ObjectStores } from './object-stores.ts';
import { storesOf } from './stores-of.ts';

@Module({
  providers: [{ provide: ObjectStores, useFactory: storesOf, inject: [TrellisConfig] }],
  exports: [ObjectStores],
})
export class StorageModule {}
