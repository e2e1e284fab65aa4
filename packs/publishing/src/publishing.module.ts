import { Module } from '@nestjs/common';
import { AccessModule } from '@trellis/access';
import { ClusteringModule } from '@trellis/clustering';
import { ContentPillarsModule } from '@trellis/content-pillars';
import { DatabaseModule } from '@trellis/database';
import { PersonasModule } from '@trellis/personas';
import { PhotosModule } from '@trellis/photos';
import { SecretsModule } from '@trellis/secrets';
import { PublishAccountEntity } from './accounts/account.entity.ts';
import { AccountChecksController } from './account-checks/account-checks.controller.ts';
import { AccountsController } from './accounts/accounts.controller.ts';
import { AccountsService } from './accounts/accounts.service.ts';
import { CheckAccountService } from './account-checks/check-account.service.ts';
import { CaptionDraftsController } from './caption-drafts/caption-drafts.controller.ts';
import { CaptionDraftsService } from './caption-drafts/caption-drafts.service.ts';
import { CaptionDraftEntity } from './caption-drafts/caption-draft.entity.ts';
import { CaptionsController } from './captions/captions.controller.ts';
import { CaptionsService } from './captions/captions.service.ts';
import { RecentCaptions } from './captions/recent-captions.ts';
import { CalendarController } from './calendar/calendar.controller.ts';
import { CalendarService } from './calendar/calendar.service.ts';
import { CalendarFeedEntity } from './feeds/calendar-feed.entity.ts';
import { FeedsController } from './feeds/feeds.controller.ts';
import { FeedsService } from './feeds/feeds.service.ts';
import { IcsService } from './feeds/ics.service.ts';
import { HighWaterFile } from './guard/high-water.ts';
import { PublishingGuard } from './guard/publishing-guard.ts';
import { PublishingStateEntity } from './guard/publishing-state.entity.ts';
import { PublishingController } from './running/publishing.controller.ts';
import { SendNumber } from './guard/send-number.ts';
import { PlanFrames } from './plan/plan-frame.ts';
import { PlanController } from './plan/plan.controller.ts';
import { PlanService } from './plan/plan.service.ts';
import { PlannedPosts } from './plan/planned-posts.service.ts';
import { DraftsService } from './posts/drafts.service.ts';
import { MovePostService } from './posts/move-post.service.ts';
import { PostActsController } from './posts/post-acts.controller.ts';
import { PostContainerEntity } from './posts/post-container.entity.ts';
import { PostContent } from './posts/post-content.ts';
import { PostEventEntity } from './posts/post-event.entity.ts';
import { PostPhotoEntity } from './posts/post-photo.entity.ts';
import { PostRows } from './posts/post-rows.ts';
import { PostTimes } from './posts/post-time.ts';
import { PostEntity } from './posts/post.entity.ts';
import { PostsController } from './posts/posts.controller.ts';
import { PostsService } from './posts/posts.service.ts';
import { Preflight } from './posts/preflight.ts';
import { SchedulePostService } from './posts/schedule-post.service.ts';
import { Scheduling } from './posts/scheduling.ts';
import { BindMediumService } from './instagram/bind-medium.service.ts';
import { ContainerRows } from './instagram/container-rows.ts';
import { InstagramAccounts } from './instagram/instagram-accounts.service.ts';
import { InstagramHealth } from './instagram/instagram-health.service.ts';
import { InstagramProvider } from './instagram/instagram.provider.ts';
import { Pace } from './instagram/pace.ts';
import { PrepareContainerService } from './instagram/prepare-container.service.ts';
import { PublishOnInstagram, SendablePosts } from './instagram/publish-on-instagram.service.ts';
import { QuotaService } from './instagram/quota.service.ts';
import { RefreshTokensService } from './instagram/refresh-tokens.service.ts';
import { SendContainerService } from './instagram/send-container.service.ts';
import { SentPosts } from './instagram/sent-posts.service.ts';
import { AccountsAtWork } from './running/accounts-at-work.service.ts';
import { PublishedMedia } from './running/published-media.service.ts';
import { SettlePostService } from './running/settle-post.service.ts';
import { ManualProvider } from './providers/manual.provider.ts';
import { Providers } from './registry/providers.ts';
import { CheckDueService } from './running/check-due.service.ts';
import { DuePosts } from './running/due-posts.service.ts';
import { DueRunner, DueSteps, PublishingPosts } from './running/due-runner.ts';
import { Leases } from './running/leases.ts';
import { PublishPostService } from './running/publish-post.service.ts';
import { ZoneDataService } from './running/zone-data.service.ts';
import { PostingSlotEntity } from './slots/posting-slot.entity.ts';
import { SlotsController } from './slots/slots.controller.ts';
import { SlotsService } from './slots/slots.service.ts';

const entities = [
  ...[PublishAccountEntity, PostingSlotEntity, PostEntity, PostPhotoEntity, PostContainerEntity, PostEventEntity],
  ...[CaptionDraftEntity, CalendarFeedEntity, PublishingStateEntity],
];

/** What publishes on Instagram. */
const instagram = [
  ...[Pace, ContainerRows, InstagramAccounts, QuotaService, SentPosts, SendablePosts, BindMediumService],
  ...[
    PrepareContainerService,
    SendContainerService,
    PublishOnInstagram,
    InstagramHealth,
    InstagramProvider,
    RefreshTokensService,
  ],
];

@Module({
  imports: [
    DatabaseModule.entities(entities),
    AccessModule,
    PersonasModule,
    ContentPillarsModule,
    PhotosModule,
    ClusteringModule,
    SecretsModule,
  ],
  controllers: [
    AccountsController,
    AccountChecksController,
    SlotsController,
    PostsController,
    PostActsController,
    CaptionsController,
    CaptionDraftsController,
    PublishingController,
    PlanController,
    CalendarController,
    FeedsController,
  ],
  providers: [
    AccountsService,
    SlotsService,
    RecentCaptions,
    CaptionsService,
    CaptionDraftsService,
    CheckAccountService,
    ManualProvider,
    ...instagram,
    Providers,
    Preflight,
    Scheduling,
    PostRows,
    PostContent,
    PostTimes,
    PostsService,
    DraftsService,
    SchedulePostService,
    MovePostService,
    PlanFrames,
    PlannedPosts,
    PlanService,
    CalendarService,
    FeedsService,
    IcsService,
    HighWaterFile,
    SendNumber,
    PublishingGuard,
    Leases,
    PublishPostService,
    SettlePostService,
    AccountsAtWork,
    PublishingPosts,
    PublishedMedia,
    CheckDueService,
    ZoneDataService,
    DueSteps,
    DueRunner,
    DuePosts,
  ],
})
export class PublishingModule {}
