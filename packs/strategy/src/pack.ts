import type { PackManifest } from '@trellis/manifest';
import { StrategyModule } from './strategy.module.ts';
import { strategyProblems } from './strategy.problems.ts';

export const pack: PackManifest = {
  name: 'strategy',
  module: StrategyModule,
  tables: ['gap_analyses', 'gap_analysis_pillars', 'suggestion_batches', 'suggestions'],
  problems: strategyProblems,
};
