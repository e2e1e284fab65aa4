export { pack } from './pack.ts';
export { StrategyModule } from './strategy.module.ts';
export { strategyProblems } from './strategy.problems.ts';
