import { Global, Module } from '@nestjs/common';
import { DatabaseModule } from '@trellis/database';
import { ContentPillarsModule } from '@trellis/content-pillars';
import { PersonasModule } from '@trellis/personas';
import { KeyReservations, PhotosModule } from '@trellis/photos';
import { ClusterLocks, PipelineModule } from '@trellis/pipeline';
import { ApplyBackfillService } from './backfill/apply-backfill.service.ts';
import { ClusteringFacade } from './clustering.facade.ts';
import { BackfillChangeEntity } from './backfill/backfill-change.entity.ts';
import { BackfillFacade } from './backfill/backfill.facade.ts';
import { LinkBackfillService } from './backfill/link-backfill.service.ts';
import { ApplyPicturesService } from './backfill/pictures/apply-pictures.service.ts';
import { PlanBackfillService } from './backfill/plan-backfill.service.ts';
import { RevertBackfillService } from './backfill/revert-backfill.service.ts';
import { RuleTargets } from './backfill/rule-targets.ts';
import { UnlinkBackfillService } from './backfill/unlink-backfill.service.ts';
import { VerifyBackfillService } from './backfill/verify-backfill.service.ts';
import { AssignPillarService } from './clusters/assign-pillar.service.ts';
import { ClusterContentController } from './clusters/cluster-content.controller.ts';
import { ClusterContentService } from './clusters/cluster-content.service.ts';
import { ClusterEntity } from './clusters/cluster.entity.ts';
import { ClustersController } from './clusters/clusters.controller.ts';
import { ClustersImport } from './clusters/clusters.import.ts';
import { ClustersService } from './clusters/clusters.service.ts';
import { DeleteClusterService } from './clusters/delete-cluster.service.ts';
import { PillarClusterAssignmentEntity } from './clusters/pillar-cluster-assignment.entity.ts';
import { RowClusterLocks } from './clusters/row-cluster-locks.ts';
import { ClusterLinkEntity } from './linking/cluster-link.entity.ts';
import { BeginLinkService } from './linking/begin-link.service.ts';
import { ClusterLinkCountEntity } from './linking/cluster-link-count.entity.ts';
import { LinkCounts } from './linking/link-counts.ts';
import { FinishLinkService } from './linking/finish-link.service.ts';
import { FirstLinkService } from './linking/first-link.service.ts';
import { LinkFailureService } from './linking/link-failure.service.ts';
import { LinkKeyReservations } from './linking/link-key-reservations.ts';
import { LinkManyService } from './linking/link-many.service.ts';
import { LinkRows } from './linking/link-rows.ts';
import { LinkSweeper } from './linking/link-sweeper.ts';
import { LinkViews } from './linking/link-views.ts';
import { LinkWinnerService } from './linking/link-winner.service.ts';
import { LinksController } from './linking/links.controller.ts';
import { LinksService } from './linking/links.service.ts';
import { RetryLinksService } from './linking/retry-links.service.ts';
import { ObsoleteLetters } from './linking/obsolete-letters.ts';
import { PlanLinkService } from './linking/plan-link.service.ts';
import { PhotoBatchController } from './photo-batches/photo-batch.controller.ts';
import { PhotoBatchService } from './photo-batches/photo-batch.service.ts';
import { PhotoRestoredListener } from './linking/photo-restored.listener.ts';
import { RestoreLinkService } from './linking/restore-link.service.ts';
import { RunCompletedListener } from './linking/run-completed.listener.ts';
import { PlanPicturesService } from './picture-import/plan-pictures.service.ts';
import { StoreWinnerService } from './linking/store-winner.service.ts';

/** Global, so that ports of the packs below find their implementations here without an import upwards. */
@Global()
@Module({
  providers: [
    { provide: ClusterLocks, useClass: RowClusterLocks },
    { provide: KeyReservations, useClass: LinkKeyReservations },
  ],
  exports: [ClusterLocks, KeyReservations],
})
export class ClusteringPortsModule {}

@Module({
  imports: [
    DatabaseModule.entities([
      ClusterEntity,
      PillarClusterAssignmentEntity,
      ClusterLinkEntity,
      ClusterLinkCountEntity,
      BackfillChangeEntity,
    ]),
    ClusteringPortsModule,
    PersonasModule,
    ContentPillarsModule,
    PipelineModule,
    PhotosModule,
  ],
  controllers: [ClustersController, ClusterContentController, PhotoBatchController, LinksController],
  providers: [
    ClusteringFacade,
    ClustersImport,
    ClustersService,
    AssignPillarService,
    DeleteClusterService,
    ClusterContentService,
    LinkRows,
    LinkCounts,
    BeginLinkService,
    PhotoBatchService,
    PlanLinkService,
    StoreWinnerService,
    FirstLinkService,
    FinishLinkService,
    LinkFailureService,
    LinkWinnerService,
    LinkViews,
    LinksService,
    RetryLinksService,
    LinkManyService,
    RunCompletedListener,
    RestoreLinkService,
    PhotoRestoredListener,
    ObsoleteLetters,
    LinkSweeper,
    RuleTargets,
    PlanBackfillService,
    ApplyBackfillService,
    LinkBackfillService,
    VerifyBackfillService,
    UnlinkBackfillService,
    RevertBackfillService,
    BackfillFacade,
    ApplyPicturesService,
    PlanPicturesService,
  ],
  exports: [ClusteringFacade, ClustersImport, LinkCounts],
})
export class ClusteringModule {}
