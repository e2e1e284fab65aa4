export { ClusteringModule } from './clustering.module.ts';
export { ClusteringFacade } from './clustering.facade.ts';
export { LinkSweeper } from './linking/link-sweeper.ts';
export type { LinkReason, LinkState, LinkView } from './linking/link-view.ts';
