import rateLimit from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { TrellisConfig } from '@trellis/config';
import { DomainError } from '@trellis/kernel';
import { accessProblems } from './access.problems.ts';
import { addressOf } from './address.ts';
import { ApiKeys } from './keys/api-keys.service.ts';
import { bearerOf, isOfApi, type AuthenticatedRequest } from './keys/request-actor.ts';

const limited = (seconds: number) =>
  new DomainError(accessProblems.rate_limited, `Too many requests. Try again in ${seconds} s.`);

/**
 * Limits requests per minute for each key, and a tenth of that for each address without a valid key and for guesses at
 * the secret of a key. A valid key is never refused for the guesses of others. Each process counts for itself. Health,
 * metrics, documentation and media do not count: crawlers must be able to fetch images.
 */
export async function limitRequests(app: NestFastifyApplication): Promise<void> {
  const most = app.get(TrellisConfig).RATE_LIMIT_PER_MINUTE;
  const keys = app.get(ApiKeys);
  const holderOf = async (request: AuthenticatedRequest) => {
    if (!isOfApi(request)) return 'uncounted';
    const { valid, guessed } = await keys.examine(bearerOf(request));
    request.apiKey = valid;
    if (valid) return `key ${valid.id}`;
    return guessed ? `guesses at ${guessed}` : `address ${addressOf(request.ip)}`;
  };
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(rateLimit, { global: false });
  // One hook for every request, in its place among the others: a hook of a route would run after the check of the key.
  const limit = fastify.rateLimit({
    timeWindow: 60_000,
    cache: 50_000,
    max: (_request: FastifyRequest, holder: string) => (holder.startsWith('key ') ? most : Math.ceil(most / 10)),
    keyGenerator: holderOf,
    allowList: (request: FastifyRequest) => !isOfApi(request),
    errorResponseBuilder: (_request: FastifyRequest, { ttl }: { ttl: number }) => limited(Math.ceil(ttl / 1000)),
  });
  fastify.addHook('onRequest', limit);
}
