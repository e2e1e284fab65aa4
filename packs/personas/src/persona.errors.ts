import { DomainError, ValidationFailedError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { personaProblems } from './persona.problems.ts';

const nameTaken = () =>
  new DomainError(personaProblems.name_taken, 'Another persona has this name. Names are compared without case.');

const tooYoung = () =>
  new ValidationFailedError([
    { path: 'declaredAge', message: 'must be 18 or more for a persona that depicts a person' },
  ]);

export const savingPersona: Refusals = { uq_personas_name: nameTaken, ck_personas_adult: tooYoung };
