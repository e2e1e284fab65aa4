import { Body, Controller, Delete, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { TrellisConfig } from '@trellis/config';
import { ValidationFailedError } from '@trellis/kernel';
import { Operation } from '../operation.ts';
import { Actor, NO_ROLE, actorName, type AuthenticatedRequest } from '../keys/request-actor.ts';
import type { ApiKeyRow } from '../keys/api-keys.service.ts';
import { isLocal } from './local-request.ts';
import { requireOwnHost } from './own-host.ts';
import { refuseOtherSites } from './same-origin.ts';
import { clearCookie, setCookie, tokenOf } from './session-cookie.ts';
import { SignInDto, WhoResponse, whoOf } from './session.dto.ts';
import { Sessions } from './sessions.service.ts';
import { SignIn } from './sign-in.service.ts';
import type { CountedRequest } from './sign-in-limits.ts';

@ApiTags('sessions')
@Controller('session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly config: TrellisConfig,
  ) {}

  @Post()
  @Operation({
    id: 'signIn',
    summary: 'Exchange a key, or the code of a sign-in link, for a session cookie',
    role: NO_ROLE,
    status: 201,
    body: SignInDto,
    answer: WhoResponse,
  })
  async open(
    @Body() { key, code, by }: SignInDto,
    @Req() request: CountedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WhoResponse> {
    requireOwnHost(request, this.config);
    refuseOtherSites(request, this.config);
    await request.countSignIn?.();
    if ((key === undefined) === (code === undefined))
      throw new ValidationFailedError([{ path: 'key', message: 'send either key or code' }]);
    const attempt = { key, code, by, address: request.ip, local: isLocal(request) };
    const opened = await this.signIn.exchange(attempt, async (keyId) => request.countGuess?.(keyId));
    await this.endBefore(request, actorName(opened.key, opened.session.by));
    setCookie(reply, opened.session.token, request, this.config);
    return whoOf(opened.key, opened.session);
  }

  @Get()
  @Operation({ id: 'getSession', summary: 'Who this request comes from', role: 'viewer', answer: WhoResponse })
  get(@Req() { apiKey, session }: AuthenticatedRequest): WhoResponse {
    return whoOf(apiKey as ApiKeyRow, session);
  }

  @Delete()
  @Operation({
    id: 'signOut',
    summary: 'End the session of this cookie. With a key there is nothing to end',
    role: 'viewer',
    status: 204,
  })
  async close(
    @Req() request: AuthenticatedRequest,
    @Actor() actor: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (!request.session) return;
    await this.sessions.end(request.session.id, { actor, address: request.ip });
    clearCookie(reply, request, this.config);
  }

  /** The session that this browser had: its cookie is overwritten, and it would live on without one. */
  private async endBefore(request: AuthenticatedRequest, actor: string): Promise<void> {
    const before = await this.sessions.find(tokenOf(request, this.config));
    if (before) await this.sessions.end(before.id, { actor, address: request.ip });
  }
}
