import type { PackManifest } from '@trellis/manifest';
import { SuggestionSweeper } from './batches/suggestion-sweeper.ts';
import { SuggestionsDueEvent } from './batches/suggestions-due.event.ts';
import { SuggestionsDueListener } from './batches/suggestions-due.listener.ts';
import { StrategyModule } from './strategy.module.ts';
import { strategyProblems } from './strategy.problems.ts';

export const pack: PackManifest = {
  name: 'strategy',
  module: StrategyModule,
  tables: ['gap_analyses', 'gap_analysis_pillars', 'suggestion_batches', 'suggestions'],
  problems: strategyProblems,
  events: [SuggestionsDueEvent],
  subscribers: [SuggestionsDueListener],
  workers: [SuggestionSweeper],
  auditSubjects: ['suggestion_batch', 'suggestion'],
};
