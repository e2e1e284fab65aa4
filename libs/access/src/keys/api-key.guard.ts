import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@trellis/kernel';
import { accessProblems } from '../access.problems.ts';
import { ApiKeys } from './api-keys.service.ts';
import { PUBLIC, ROLE, bearerOf, type AuthenticatedRequest } from './request-actor.ts';
import type { Role } from './role.ts';

const ranks: Record<Role, number> = { viewer: 1, operator: 2, admin: 3 };

/** Closed by default: a route without a role requires an admin. */
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
    const apiKey = await this.keys.verify(bearerOf(request));
    if (!apiKey) throw new UnauthorizedException();
    const needed = this.reflector.getAllAndOverride<Role>(ROLE, targets) ?? 'admin';
    if (ranks[apiKey.role] < ranks[needed]) {
      throw new DomainError(accessProblems.forbidden, `This requires a key with the role ${needed}.`);
    }
    request.apiKey = apiKey;
    return true;
  }
}
