import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { DomainError, commonProblems } from '@trellis/kernel';
import type { DomainEvent, DomainEventClass, Envelope } from './domain-event.ts';

/**
 * The event of an envelope as an instance of its class.
 * @throws DomainError for an unknown version or an invalid payload
 */
export function readEvent<E extends DomainEvent>(type: DomainEventClass<E>, envelope: Envelope): E {
  const { version = 1, event } = envelope;
  if (version > type.version)
    throw unreadable(
      type,
      `it has version ${version}, and this release supports version ${type.version}; upgrade this worker`,
    );
  const instance = plainToInstance(type as unknown as new () => E, event);
  const [problem] = problemsOf(validateSync(instance as object));
  if (problem) throw unreadable(type, problem);
  return instance;
}

const problemsOf = (errors: readonly ValidationError[], above = ''): string[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => [
    ...Object.values(constraints).map((text) => `${above}${text}`),
    ...problemsOf(children, `${above}${property}.`),
  ]);

const unreadable = ({ eventName }: DomainEventClass, why: string) =>
  new DomainError(commonProblems.internal, `The event ${eventName} cannot be read: ${why}.`);
