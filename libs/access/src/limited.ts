import { DomainError } from '@trellis/kernel';
import { accessProblems } from './access.problems.ts';

export const limited = (seconds: number): DomainError =>
  new DomainError(accessProblems.rate_limited, `Too many requests. Try again in ${seconds} s.`);
