import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { DatabaseModule } from '@trellis/database';
import { KnownInputInterceptor } from '@trellis/http';
import { AuditController } from './audit/audit.controller.ts';
import { IdempotencyKeyEntity } from './idempotency/idempotency-key.entity.ts';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor.ts';
import { ApiKeyEntity } from './keys/api-key.entity.ts';
import { ApiKeyGuard } from './keys/api-key.guard.ts';
import { ApiKeys } from './keys/api-keys.service.ts';
import { KeysController } from './keys/keys.controller.ts';

/** Keys and the guard that closes every route that does not say it is public. */
@Module({
  imports: [DatabaseModule.entities([ApiKeyEntity, IdempotencyKeyEntity])],
  controllers: [KeysController, AuditController],
  providers: [
    ApiKeys,
    { provide: APP_GUARD, useClass: ApiKeyGuard },
    // In this order: a refusal of the second is an answer that the first stores.
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: KnownInputInterceptor },
  ],
  exports: [ApiKeys],
})
export class AccessModule {}
