import { Module } from '@nestjs/common';
import { ClusteringModule } from '@trellis/clustering';
import { PhotosModule } from '@trellis/photos';
import { OverviewController } from './overview.controller.ts';
import { OverviewRunsService } from './overview-runs.service.ts';
import { OverviewService } from './overview.service.ts';
import { SearchController } from './search.controller.ts';
import { SearchService } from './search.service.ts';

/** What needs a person, and what is called what: one statement over the views of several packs. It has no tables. */
@Module({
  imports: [ClusteringModule, PhotosModule],
  controllers: [OverviewController, SearchController],
  providers: [OverviewService, OverviewRunsService, SearchService],
})
export class OverviewModule {}
