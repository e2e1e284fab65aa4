export { pack } from './pack.ts';
export { ClusteringModule } from './clustering.module.ts';
export { ClusteringFacade } from './clustering.facade.ts';
export { clusteringProblems } from './clustering.problems.ts';
export type { LinkSelection } from './linking/link-many.service.ts';
export { linkProgress, type LinkProgress } from './linking/link-progress.ts';
export type { LinkCount, LinkReason, LinkState, LinkView } from './linking/link-view.ts';
