import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiKeys } from './api-keys.service.ts';
import { PUBLIC, ROLE, bearerOf, requireRole, type AuthenticatedRequest } from './request-actor.ts';
import type { Role } from './role.ts';

/** The second lock, behind the body. It holds also where the check before the body was not registered. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    // Again, because the body may have taken its time and the key may be revoked by now.
    request.apiKey = await this.keys.verify(bearerOf(request));
    requireRole(request.apiKey, this.reflector.getAllAndOverride<Role>(ROLE, targets));
    return true;
  }
}
