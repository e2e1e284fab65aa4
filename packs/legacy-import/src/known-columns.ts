import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow, LegacySource } from './legacy-source.ts';

const ALWAYS = ['id', 'created_at', 'updated_at'];

/** The columns that Trellis stores or derives. */
const KNOWN: Record<string, readonly string[]> = {
  personas: ['name', 'caption_config', 'hashtag_strategy'],
  content_pillars: [
    'persona_id',
    'name',
    'description',
    'weight',
    'active',
    'start_date',
    'end_date',
    'guidelines',
    'target_posts_per_week',
    'priority',
  ],
  clusters: ['persona_id', 'name', 'status', 'ai_prompt', 'photos_count', 'runs_count'],
  pillar_cluster_assignments: ['pillar_id', 'content_pillar_id', 'cluster_id', 'primary', 'is_primary', 'notes'],
  pipelines: ['name', 'description'],
  pipeline_steps: [
    'pipeline_id',
    'name',
    'order',
    'position',
    'comfy_workflow_json',
    'workflow_template',
    'needs_run_prompt',
    'needs_parent_image_path',
    'needs_run_variables',
  ],
  pipeline_runs: [
    'pipeline_id',
    'persona_id',
    'cluster_id',
    'name',
    'prompt',
    'target_folder',
    'variables',
    'status',
    'failure_reason',
    'completed_at',
  ],
  pipeline_run_steps: [
    'pipeline_run_id',
    'run_id',
    'pipeline_step_id',
    'step_id',
    'approved',
    'approved_at',
    'top_k_count',
    'top_k',
  ],
  image_candidates: [
    'pipeline_run_id',
    'run_id',
    'pipeline_step_id',
    'step_id',
    'parent_id',
    'image_path',
    'elo_score',
    'status',
    'child_count',
    'vote_count',
    'failure_count',
    'winner',
    'is_winner',
    'winner_at',
  ],
  votes: ['winner_id', 'loser_id', 'candidate_a', 'candidate_b', 'outcome', 'undone_at'],
  photos: [
    'persona_id',
    'cluster_id',
    'image_candidate_id',
    'path',
    'image_path',
    'posted_at',
    'provider',
    'provider_post_id',
  ],
};

/** The source, reporting once per table the columns of new rows that Trellis has no field for. */
export function reportingUnknownColumns(source: LegacySource, rows: LegacyRows): LegacySource {
  const reported = new Set<string>();
  const report = (table: string, found: readonly LegacyRow[]) => {
    const unknown = unknownColumns(
      table,
      found.filter((row) => rows.idOf(table, row['id']) === undefined),
    );
    if (unknown.length > 0 && !reported.has(table))
      rows.report.changed(table, null, `without ${unknown.join(', ')}: Trellis has no field for it`);
    reported.add(table);
  };
  return {
    close: () => source.close(),
    async rows(table) {
      const found = await source.rows(table);
      report(table, found);
      return found;
    },
  };
}

/** Unknown columns that have a value in one of these rows. */
function unknownColumns(table: string, found: readonly LegacyRow[]): string[] {
  const known = new Set([...ALWAYS, ...(KNOWN[table] ?? [])]);
  const unknown = new Set<string>();
  for (const row of found) {
    for (const [column, value] of Object.entries(row)) if (value !== null && !known.has(column)) unknown.add(column);
  }
  return [...unknown];
}
