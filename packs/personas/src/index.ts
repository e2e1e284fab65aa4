export { PersonasModule } from './personas.module.ts';
export { PersonasFacade, type PersonaSummary } from './personas.facade.ts';
