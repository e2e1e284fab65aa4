import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { DatabaseModule } from '@trellis/database';
import { KnownInputInterceptor } from '@trellis/http';
import { AuditSealer } from './audit/audit-sealer.ts';
import { AuditController } from './audit/audit.controller.ts';
import { IdempotencyKeyEntity } from './idempotency/idempotency-key.entity.ts';
import { KeptAnswers } from './idempotency/kept-answers.ts';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor.ts';
import { ActingInterceptor } from './keys/acting.interceptor.ts';
import { ApiKeyEntity } from './keys/api-key.entity.ts';
import { ApiKeyGuard } from './keys/api-key.guard.ts';
import { ApiKeys } from './keys/api-keys.service.ts';
import { KeysController } from './keys/keys.controller.ts';

/** Keys, and the guard that closes every route that is not declared public. */
@Module({
  imports: [DatabaseModule.entities([ApiKeyEntity, IdempotencyKeyEntity])],
  controllers: [KeysController, AuditController],
  providers: [
    ApiKeys,
    AuditSealer,
    KeptAnswers,
    { provide: APP_GUARD, useClass: ApiKeyGuard },
    { provide: APP_INTERCEPTOR, useClass: ActingInterceptor },
    // The order matters: the second interceptor's refusals are answers that the first one stores.
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: KnownInputInterceptor },
  ],
  exports: [ApiKeys, AuditSealer],
})
export class AccessModule {}
