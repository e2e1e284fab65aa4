export { pack } from './pack.ts';
export { PublishingModule } from './publishing.module.ts';
export { publishingProblems } from './publishing.problems.ts';
