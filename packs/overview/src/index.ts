export { pack } from './pack.ts';
export { OverviewModule } from './overview.module.ts';
