import { DomainError } from './domain-error.ts';
import { inBody, type Problem } from './problem.ts';

type Missing = Problem<`${string}_not_found`>;

const thingOf = ({ code }: Missing): string => code.replace(/_not_found$/, '');

/** The object in the path does not exist: 404. */
export const notFound = (problem: Missing): DomainError =>
  new DomainError(problem, `There is no such ${thingOf(problem)}.`);

/** An object in the body does not exist, or does not belong there: 422. */
export const unknownReference = (problem: Missing, field: string, where = ''): DomainError =>
  new DomainError(inBody(problem), `${field} does not refer to a ${thingOf(problem)}${where && ` ${where}`}.`);
