export { Pace } from './instagram/pace.ts';
export { publishSteps, type PublishProgress } from './instagram/publish-progress.ts';
