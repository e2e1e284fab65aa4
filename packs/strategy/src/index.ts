export { pack } from './pack.ts';
export { GapsFacade, type GapSummary } from './gaps/gaps.facade.ts';
export { StrategyModule } from './strategy.module.ts';
export { strategyProblems } from './strategy.problems.ts';
