import type { MigrationInterface, QueryRunner } from 'typeorm';
import { aiTables } from './0031-strategy.ai.ts';
import { gapTables } from './0031-strategy.gaps.ts';
import { suggestionTables } from './0031-strategy.suggestions.ts';
import { strategyViews } from './0031-strategy.views.ts';

const CHECKS = [
  `ck_personas_depicts check (depicts in ('none', 'person'))`,
  `ck_personas_declared_age check (declared_age between 1 and 150)`,
  `ck_personas_adult check (depicts <> 'person' or coalesce(declared_age, 0) >= 18)`,
  `ck_personas_posts_per_week check (posts_per_week between 0 and 200)`,
  `ck_personas_words check (cardinality(banned_words) <= 200 and cardinality(real_names) <= 200)`,
];

const personas = {
  up: [
    `alter table personas
       add column depicts text not null default 'none',
       add column declared_age int,
       add column posts_per_week int,
       add column banned_words text[] not null default '{}',
       add column real_names text[] not null default '{}',
       ${CHECKS.map((check) => `add constraint ${check}`).join(', ')}`,
    // What gaps look for: runs without a winner, the last post of a pillar, and what is planned for it.
    `create index ix_pipeline_runs_open on pipeline_runs (persona_id, cluster_id) where status in ('pending', 'running')`,
    `create index ix_cluster_links_no_winner on cluster_links (cluster_id, run_id) where reason = 'no_winner'`,
    `create index ix_posts_pillar_published on posts (pillar_id, published_at) where published_at is not null`,
    `create index ix_posts_pillar_placed on posts (pillar_id, scheduled_at)
       where state in ('scheduled', 'publishing', 'unknown')`,
  ],
  down: [
    ...[
      'ix_posts_pillar_placed',
      'ix_posts_pillar_published',
      'ix_cluster_links_no_winner',
      'ix_pipeline_runs_open',
    ].map((name) => `drop index ${name}`),
    `alter table personas drop column depicts, drop column declared_age, drop column posts_per_week,
       drop column banned_words, drop column real_names`,
  ],
};

/** What to make next: gaps, suggestions, calls of text models, and what a persona may show. */
export class Strategy1767225600031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const parts = [personas, strategyViews, aiTables, gapTables, suggestionTables];
    for (const statement of parts.flatMap(({ up }) => up)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const parts = [suggestionTables, gapTables, aiTables, strategyViews, personas];
    for (const statement of parts.flatMap(({ down }) => down)) await runner.query(statement);
  }
}
