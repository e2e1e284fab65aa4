import type { FastifyInstance } from 'fastify';
import { countOne } from '../limited.ts';
import { addressOf } from '../address.ts';
import type { AuthenticatedRequest } from '../keys/request-actor.ts';

/** Tries a minute from one address, right or wrong. */
const MOST_TRIES = 10;

export type CountedRequest = AuthenticatedRequest & {
  /** @throws DomainError rate_limited */
  countSignIn?: () => Promise<void>;
  /** A wrong secret of this key. @throws DomainError rate_limited */
  countGuess?: (keyId: string) => Promise<void>;
};

/** Sign-in has limits of its own: by address, and for guesses by key. Sessions and other requests do not notice. */
export function limitSignIn(fastify: FastifyInstance, mostGuesses: number): void {
  const counts = { timeWindow: 60_000, cache: 50_000 };
  const guessed = new WeakMap<CountedRequest, string>();
  const tries = fastify.createRateLimit({
    ...counts,
    max: MOST_TRIES,
    keyGenerator: ({ ip }) => `sign-in ${addressOf(ip)}`,
  });
  const guesses = fastify.createRateLimit({
    ...counts,
    max: mostGuesses,
    keyGenerator: (request) => `guesses at ${guessed.get(request)}`,
  });
  fastify.addHook('onRequest', async (request: CountedRequest) => {
    request.countSignIn = () => countOne(tries, request);
    request.countGuess = async (keyId) => {
      guessed.set(request, keyId);
      await countOne(guesses, request);
    };
  });
}
