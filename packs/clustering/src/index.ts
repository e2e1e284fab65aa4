export { LinkCounts } from './linking/link-counts.ts';
export { pack } from './pack.ts';
export { ClusteringModule } from './clustering.module.ts';
export { ClusteringFacade } from './clustering.facade.ts';
export { ClustersImport } from './clusters/clusters.import.ts';
export { clusteringProblems } from './clustering.problems.ts';
export type { LinkReason, LinkState } from './linking/link-view.ts';
