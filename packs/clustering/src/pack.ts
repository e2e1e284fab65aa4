import type { GaugeMetric, ObservedMetric, PackManifest } from '@trellis/manifest';
import { backfillCommand } from './backfill/command/backfill.command.ts';
import { ClusteringModule } from './clustering.module.ts';
import { clusteringProblems } from './clustering.problems.ts';
import { ClusteringSettings } from './clustering.settings.ts';
import { clusteringChecks } from './library-checks.ts';
import { linkProgress, type LinkProgress } from './linking/link-progress.ts';
import { LinkSweeper } from './linking/link-sweeper.ts';
import { linkCommand } from './linking/link.command.ts';
import { LinkCounts } from './linking/link-counts.ts';
import { PhotoRestoredListener } from './linking/photo-restored.listener.ts';
import { picturesCommand } from './picture-import/pictures.command.ts';
import { RunCompletedListener } from './linking/run-completed.listener.ts';

const links: GaugeMetric = {
  type: 'gauge',
  name: 'trellis_links',
  help: 'Links by state and reason',
  labels: ['state', 'reason'],
  read: async (resolve) =>
    (await resolve(LinkCounts).read()).map(({ state, reason, count }) => ({
      value: count,
      labels: { state, reason: reason ?? '' },
    })),
};

const linkSeconds: ObservedMetric = {
  type: 'histogram',
  name: 'trellis_link_seconds',
  help: 'From completion to photo',
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30, 60, 300, 900, 3600],
  channel: linkProgress,
  sampleOf: ({ seconds }: LinkProgress) => (seconds === undefined ? undefined : { value: seconds }),
};

export const pack: PackManifest = {
  name: 'clustering',
  module: ClusteringModule,
  tables: ['clusters', 'pillar_cluster_assignments', 'cluster_links', 'cluster_link_counts', 'backfill_changes'],
  views: {
    pub_clustering_clusters: ['id', 'persona_id', 'name', 'status', 'created_at', 'ai_prompt'],
    pub_clustering_assignments: ['pillar_id', 'cluster_id', 'persona_id', 'is_primary'],
    pub_clustering_links: ['run_id', 'state', 'reason', 'cluster_id', 'photo_id', 'created_at', 'updated_at'],
  },
  problems: clusteringProblems,
  subscribers: [RunCompletedListener, PhotoRestoredListener],
  workers: [LinkSweeper],
  checks: clusteringChecks,
  auditSubjects: ['cluster', 'link'],
  references: { fk_clusters_persona: 'clusters' },
  settings: [ClusteringSettings],
  metrics: [links, linkSeconds],
  commands: [linkCommand, backfillCommand, picturesCommand],
};
