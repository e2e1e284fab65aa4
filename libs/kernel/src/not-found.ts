import { DomainError } from './domain-error.ts';
import { inBody, type Problem } from './problem.ts';

type Missing = Problem<`${string}_not_found`>;

const thingOf = ({ code }: Missing): string => code.replace(/_not_found$/, '');

/** The thing that the path names is not there: 404. */
export const notFound = (problem: Missing): DomainError =>
  new DomainError(problem, `There is no such ${thingOf(problem)}.`);

/** A thing that the body names is not there, or not where it would have to be: 422. */
export const unknownReference = (problem: Missing, field: string, where = ''): DomainError =>
  new DomainError(inBody(problem), `${field} names no ${thingOf(problem)}${where && ` ${where}`}.`);
