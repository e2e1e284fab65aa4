export { pack } from './pack.ts';
export { PersonasModule } from './personas.module.ts';
export { personaProblems } from './persona.problems.ts';
export { PersonasImport } from './personas.import.ts';
export { PersonasFacade, type PersonaSummary, type PostingRules } from './personas.facade.ts';
