import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PUBLIC, ROLE, requireRole, type AuthenticatedRequest } from '../keys/request-actor.ts';
import type { Role } from '../keys/role.ts';
import { Holders } from './holders.service.ts';

/** The second lock, behind the body. It holds also where the check before the body was not registered. */
@Injectable()
export class HolderGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly holders: Holders,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    // Again, because the body may have taken its time, and key or session may have ended by now.
    const { apiKey, session } = await this.holders.of(request);
    Object.assign(request, { apiKey, session });
    this.holders.requireOwnPage(request);
    requireRole(apiKey, this.reflector.getAllAndOverride<Role>(ROLE, targets));
    return true;
  }
}
