import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { ApiKeys, type ApiKeyRow } from '../keys/api-keys.service.ts';
import { bearerOf, type AuthenticatedRequest, type HeldSession } from '../keys/request-actor.ts';
import { requireOwnHost } from '../sessions/own-host.ts';
import { requireSameOrigin } from '../sessions/same-origin.ts';
import { tokenOf } from '../sessions/session-cookie.ts';
import { Sessions } from '../sessions/sessions.service.ts';

export interface Holder {
  apiKey?: ApiKeyRow;
  session?: HeldSession;
  /** The id of a living key whose secret was wrong. */
  guessed?: string;
}

/** Who a request comes from: the bearer of a key, or only without an Authorization header the session of a cookie. */
@Injectable()
export class Holders {
  constructor(
    private readonly keys: ApiKeys,
    private readonly sessions: Sessions,
    private readonly config: TrellisConfig,
  ) {}

  async of(request: AuthenticatedRequest): Promise<Holder> {
    if (request.headers.authorization !== undefined) {
      const { valid, guessed } = await this.keys.examine(bearerOf(request));
      return { apiKey: valid, guessed };
    }
    const session = await this.sessions.find(tokenOf(request, this.config));
    const apiKey = session && (await this.keys.living(session.keyId));
    return apiKey ? { apiKey, session } : {};
  }

  /** A browser sends its cookie with requests of any page. @throws DomainError misdirected, cross_site */
  requireOwnPage(request: AuthenticatedRequest): void {
    if (!request.session) return;
    requireOwnHost(request, this.config);
    requireSameOrigin(request, this.config);
  }
}
