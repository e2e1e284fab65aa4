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
import { GapFactsReader } from './gaps/gap-facts.ts';
import { GapsController } from './gaps/gaps.controller.ts';
import { GapsService } from './gaps/gaps.service.ts';

@Module({
  imports: [
    DatabaseModule.entities([GapAnalysisEntity, GapAnalysisPillarEntity]),
    AiModule,
    PersonasModule,
    ContentPillarsModule,
    PipelineModule,
    ClusteringModule,
  ],
  controllers: [GapsController, GapAnalysesController],
  providers: [GapFactsReader, GapsService, GapAnalysesService],
})
export class StrategyModule {}
