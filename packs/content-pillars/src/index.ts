export { pack } from './pack.ts';
export { ContentPillarsModule } from './content-pillars.module.ts';
export { pillarProblems } from './content-pillar.problems.ts';
export { ContentPillarsImport } from './content-pillars.import.ts';
export { ContentPillarsFacade, type PillarBrief, type PillarSummary } from './content-pillars.facade.ts';
