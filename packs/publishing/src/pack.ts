import type { PackManifest } from '@trellis/manifest';
import { PublishingModule } from './publishing.module.ts';
import { accountsCommand } from './commands/accounts.command.ts';
import { postsCommand } from './commands/posts.command.ts';
import { publishCommand } from './commands/publish.command.ts';
import { InstagramSettings } from './instagram/instagram.settings.ts';
import { publishingChecks } from './library-checks.ts';
import { publishingMetrics } from './publishing.metrics.ts';
import { DueRunner } from './running/due-runner.ts';
import { PublishingSettings } from './publishing.settings.ts';
import { publishingProblems } from './publishing.problems.ts';

export const pack: PackManifest = {
  name: 'publishing',
  module: PublishingModule,
  tables: [
    ...['publishing_state', 'publish_accounts', 'posting_slots', 'posts', 'post_photos', 'post_containers'],
    ...['post_events', 'caption_drafts', 'calendar_feeds'],
  ],
  views: {
    pub_publishing_posts: [
      ...['id', 'persona_id', 'account_id', 'pillar_id', 'cluster_id', 'state', 'scheduled_at', 'published_at'],
      ...['created_at', 'waits_for_person'],
    ],
    pub_publishing_slots: ['id', 'account_id', 'persona_id', 'pillar_id', 'paused'],
  },
  problems: publishingProblems,
  sealed: [{ table: 'publish_accounts', column: 'token', row: 'id::text', where: 'token is not null' }],
  workers: [DueRunner],
  checks: publishingChecks,
  metrics: publishingMetrics,
  commands: [publishCommand, postsCommand, accountsCommand],
  settings: [PublishingSettings, InstagramSettings],
  auditSubjects: ['account', 'post', 'calendar_feed', 'publishing'],
  references: {
    fk_publish_accounts_persona: 'accounts',
    fk_posts_account: 'posts',
  },
};
