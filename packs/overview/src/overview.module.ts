import { Module } from '@nestjs/common';
import { ClusteringModule } from '@trellis/clustering';
import { PhotosModule } from '@trellis/photos';
import { StrategyModule } from '@trellis/strategy';
import { GapSummaries } from './gap-summaries.ts';
import { OverviewController } from './overview.controller.ts';
import { OverviewRunsService } from './overview-runs.service.ts';
import { OverviewService } from './overview.service.ts';
import { SearchController } from './search.controller.ts';
import { SearchService } from './search.service.ts';

/** What needs a person, and what is called what: one statement over the views of several packs. It has no tables. */
@Module({
  imports: [ClusteringModule, PhotosModule, StrategyModule],
  controllers: [OverviewController, SearchController],
  providers: [OverviewService, GapSummaries, OverviewRunsService, SearchService],
})
export class OverviewModule {}
