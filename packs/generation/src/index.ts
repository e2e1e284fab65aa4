export { pack } from './pack.ts';
export { GenerationModule } from './generation.module.ts';
export { generationProblems } from './generation.problems.ts';
