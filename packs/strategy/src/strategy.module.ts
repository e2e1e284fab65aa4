import { Module } from '@nestjs/common';
import { AiModule } from '@trellis/ai';
import { ClusteringModule } from '@trellis/clustering';
import { ContentPillarsModule } from '@trellis/content-pillars';
import { DatabaseModule } from '@trellis/database';
import { PersonasModule } from '@trellis/personas';
import { PipelineModule } from '@trellis/pipeline';
import { GapAnalysesController } from './analyses/gap-analyses.controller.ts';
import { GapAnalysesService } from './analyses/gap-analyses.service.ts';
import { GapAnalysisPillarEntity } from './analyses/gap-analysis-pillar.entity.ts';
import { GapAnalysisEntity } from './analyses/gap-analysis.entity.ts';
import { BatchRows } from './batches/batch-rows.ts';
import { BatchesController } from './batches/batches.controller.ts';
import { BatchesService } from './batches/batches.service.ts';
import { MakeSuggestionsService } from './batches/make-suggestions.service.ts';
import { OrderBatchService } from './batches/order-batch.service.ts';
import { SuggestionBatchEntity } from './batches/suggestion-batch.entity.ts';
import { SuggestionFactsReader } from './batches/suggestion-facts.ts';
import { SuggestionSweeper } from './batches/suggestion-sweeper.ts';
import { SuggestionsDueListener } from './batches/suggestions-due.listener.ts';
import { GapFactsReader } from './gaps/gap-facts.ts';
import { GapsFacade } from './gaps/gaps.facade.ts';
import { GapsController } from './gaps/gaps.controller.ts';
import { GapsService } from './gaps/gaps.service.ts';
import { AcceptSuggestionService } from './suggestions/accept-suggestion.service.ts';
import { SuggestionEntity } from './suggestions/suggestion.entity.ts';
import { SuggestionsController } from './suggestions/suggestions.controller.ts';
import { SuggestionsService } from './suggestions/suggestions.service.ts';

const entities = [GapAnalysisEntity, GapAnalysisPillarEntity, SuggestionBatchEntity, SuggestionEntity];

@Module({
  imports: [
    DatabaseModule.entities(entities),
    AiModule,
    PersonasModule,
    ContentPillarsModule,
    PipelineModule,
    ClusteringModule,
  ],
  controllers: [GapsController, GapAnalysesController, BatchesController, SuggestionsController],
  providers: [
    GapFactsReader,
    GapsService,
    GapsFacade,
    GapAnalysesService,
    BatchRows,
    BatchesService,
    SuggestionFactsReader,
    OrderBatchService,
    MakeSuggestionsService,
    SuggestionsDueListener,
    SuggestionSweeper,
    SuggestionsService,
    AcceptSuggestionService,
  ],
  exports: [GapsFacade],
})
export class StrategyModule {}
