import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { personaProblems } from './persona.problems.ts';

const nameTaken = () =>
  new DomainError(personaProblems.name_taken, 'Another persona has this name. Names are compared without case.');

export const savingPersona: Refusals = { uq_personas_name: nameTaken };
