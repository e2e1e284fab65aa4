import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '@trellis/kernel';
import { accessProblems } from './access.problems.ts';

export const limited = (seconds: number): DomainError =>
  new DomainError(accessProblems.rate_limited, `Too many requests. Try again in ${seconds} s.`);

type Count = ReturnType<FastifyInstance['createRateLimit']>;

/** Counts one more in a count of its own. @throws DomainError rate_limited */
export async function countOne(count: Count, request: FastifyRequest): Promise<void> {
  const counted = await count(request);
  if (!counted.isAllowed && counted.isExceeded) throw limited(counted.ttlInSeconds);
}
