import { DomainError } from '@trellis/kernel';

export type Thing =
  'persona' | 'pillar' | 'cluster' | 'pipeline' | 'step' | 'run' | 'candidate' | 'photo' | 'key' | 'event';

/** The thing that the path names is not there: 404. */
export const notFound = (thing: Thing): DomainError =>
  new DomainError(`${thing}_not_found`, 'not-found', `There is no such ${thing}.`);

/** A thing that the body names is not there, or not where it would have to be: 422. */
export const unknownReference = (thing: Thing, field: string, where = ''): DomainError =>
  new DomainError(`${thing}_not_found`, 'unprocessable', `${field} names no ${thing}${where && ` ${where}`}.`);
