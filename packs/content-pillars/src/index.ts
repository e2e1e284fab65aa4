export { ContentPillarsModule } from './content-pillars.module.ts';
export { ContentPillarsFacade, type PillarSummary } from './content-pillars.facade.ts';
export { pillarChecks } from './library-checks.ts';
