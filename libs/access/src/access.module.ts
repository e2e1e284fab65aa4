import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { DatabaseModule } from '@trellis/database';
import { KnownInputInterceptor } from '@trellis/http';
import { ActingInterceptor } from './holders/acting.interceptor.ts';
import { HolderGuard } from './holders/holder.guard.ts';
import { Holders } from './holders/holders.service.ts';
import { AuditSealer } from './audit/audit-sealer.ts';
import { AuditController } from './audit/audit.controller.ts';
import { IdempotencyKeyEntity } from './idempotency/idempotency-key.entity.ts';
import { KeptAnswers } from './idempotency/kept-answers.ts';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor.ts';
import { ApiKeyEntity } from './keys/api-key.entity.ts';
import { ApiKeys } from './keys/api-keys.service.ts';
import { KeysController } from './keys/keys.controller.ts';
import { SessionController } from './sessions/session.controller.ts';
import { SessionEntity } from './sessions/session.entity.ts';
import { SessionsController } from './sessions/sessions.controller.ts';
import { Sessions } from './sessions/sessions.service.ts';
import { SignIn } from './sessions/sign-in.service.ts';
import { SignInCodeEntity } from './sessions/sign-in-code.entity.ts';
import { SignInCodes } from './sessions/sign-in-codes.service.ts';

/** Keys and sessions, and the guard that closes every route that is not declared public. */
@Module({
  imports: [DatabaseModule.entities([ApiKeyEntity, IdempotencyKeyEntity, SessionEntity, SignInCodeEntity])],
  controllers: [KeysController, SessionController, SessionsController, AuditController],
  providers: [
    ApiKeys,
    Sessions,
    SignInCodes,
    SignIn,
    Holders,
    AuditSealer,
    KeptAnswers,
    { provide: APP_GUARD, useClass: HolderGuard },
    { provide: APP_INTERCEPTOR, useClass: ActingInterceptor },
    // The order matters: the second interceptor's refusals are answers that the first one stores.
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: KnownInputInterceptor },
  ],
  exports: [ApiKeys, AuditSealer, Holders, Sessions, SignInCodes],
})
export class AccessModule {}
