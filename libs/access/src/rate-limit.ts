import rateLimit from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { TrellisConfig } from '@trellis/config';
import { DomainError } from '@trellis/kernel';
import { accessProblems } from './access.problems.ts';
import { ApiKeys } from './keys/api-keys.service.ts';
import { KeyGuesses } from './keys/key-guesses.ts';
import { bearerOf } from './keys/request-actor.ts';

/** By route, because one path can be spelled in many ways. */
const isCounted = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.startsWith('/api/') === true;

const limited = (seconds: number) =>
  new DomainError(accessProblems.rate_limited, `Too many requests. Try again in ${seconds} s.`);

/**
 * Limits requests per minute for each key, and a tenth of that for each address without a valid key. Each process
 * counts for itself. Health, metrics, documentation and media do not count: crawlers must be able to fetch images.
 */
export async function limitRequests(app: NestFastifyApplication): Promise<void> {
  const most = app.get(TrellisConfig).RATE_LIMIT_PER_MINUTE;
  const keys = app.get(ApiKeys);
  const guesses = new KeyGuesses(most);
  const holderOf = async (request: FastifyRequest) => {
    if (!isCounted(request)) return 'uncounted';
    const key = bearerOf(request);
    const apiKey = guesses.mayTry(request.ip, key) ? await keys.verify(key) : undefined;
    guesses.count(request.ip, key, apiKey !== undefined);
    return apiKey ? `key ${apiKey.id}` : `address ${request.ip}`;
  };
  await app.register(rateLimit, {
    timeWindow: 60_000,
    cache: 50_000,
    max: (_request: FastifyRequest, holder: string) => (holder.startsWith('key ') ? most : Math.ceil(most / 10)),
    keyGenerator: holderOf,
    allowList: (request: FastifyRequest) => !isCounted(request),
    errorResponseBuilder: (_request: FastifyRequest, { ttl }: { ttl: number }) => limited(Math.ceil(ttl / 1000)),
  });
}
