import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TrellisConfig } from '@trellis/config';
import type { MultipartRequest } from '@trellis/http';
import { addressOf } from './address.ts';
import { ApiKeys } from './keys/api-keys.service.ts';
import { Holders } from './holders/holders.service.ts';
import { NO_ROLE, isOfApi, isPicture, roleOfRoute, type AuthenticatedRequest } from './keys/request-actor.ts';
import { countOne, limited } from './limited.ts';
import { limitSignIn } from './sessions/sign-in-limits.ts';

const PROBES = new Set(['/livez', '/readyz']);
/** Requests for pictures, which a screen sends by the hundred. */
const MOST_PICTURES = 60_000;

/** Of the limit of a key, by kind of holder. All others have a tenth. */
const SHARES: Record<string, number> = { key: 1, visitor: 10 };

/**
 * Limits requests per minute for each key (also of a session), and a tenth of that for each address without a valid
 * key and for guesses at the secret of a key. A valid key is never refused for the guesses of others. Documentation, media and metrics have a
 * limit of their own for each address, ten times that of a key: crawlers must be able to fetch images. Pictures behind a
 * key have one too, and so have the files of uploads. Probes do not count. Each process counts for itself.
 */
export async function limitRequests(app: NestFastifyApplication): Promise<void> {
  const most = app.get(TrellisConfig).RATE_LIMIT_PER_MINUTE;
  const keys = app.get(ApiKeys);
  const holders = app.get(Holders);
  const holderOf = async (request: AuthenticatedRequest) => {
    if (!isOfApi(request)) return `visitor ${addressOf(request.ip)}`;
    if (roleOfRoute(request) === NO_ROLE) return `address ${addressOf(request.ip)}`;
    const { apiKey, session, guessed } = await holders.of(request);
    Object.assign(request, { apiKey, session });
    if (apiKey) return `${isPicture(request) ? 'pictures' : 'key'} ${apiKey.id}`;
    if (guessed) await keys.noteGuess(guessed, addressOf(request.ip));
    return guessed ? `guesses at ${guessed}` : `address ${addressOf(request.ip)}`;
  };
  const mostOf = (kind: string) => (kind === 'pictures' ? MOST_PICTURES : Math.ceil(most * (SHARES[kind] ?? 0.1)));
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(cookie);
  await app.register(rateLimit, { global: false, cache: 50_000 });
  // One hook for every request, in its place among the others: a hook of a route would run after the check of the key.
  const limit = fastify.rateLimit({
    timeWindow: 60_000,
    cache: 50_000,
    max: (_request: FastifyRequest, holder: string) => mostOf(holder.split(' ')[0] ?? ''),
    keyGenerator: holderOf,
    allowList: (request: FastifyRequest) => PROBES.has(request.routeOptions.url ?? ''),
    errorResponseBuilder: (_request: FastifyRequest, { ttl }: { ttl: number }) => limited(Math.ceil(ttl / 1000)),
  });
  fastify.addHook('onRequest', limit);
  countFiles(fastify, most);
  limitSignIn(fastify, mostOf('guesses'));
}

/** Each file of an upload counts like a request, in a count of its own. */
function countFiles(fastify: FastifyInstance, most: number): void {
  const count = fastify.createRateLimit({
    timeWindow: 60_000,
    max: most,
    keyGenerator: ({ apiKey, ip }: AuthenticatedRequest) => `files ${apiKey?.id ?? addressOf(ip)}`,
  });
  fastify.addHook('onRequest', async (request: MultipartRequest) => {
    request.countFile = () => countOne(count, request);
  });
}
