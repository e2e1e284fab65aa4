export interface Imported {
  dryRun: boolean;
  tables: Record<string, { created: number; unchanged: number; dropped: number }>;
  dropped: Record<'runs' | 'candidates' | 'votes' | 'photos', number>;
  notes: { table: string; legacyId: string | null; outcome: string; why: string }[];
}

const at = (day: number) => `2025-11-${String(day).padStart(2, '0')}T10:00:00Z`;
const times = { created_at: at(1), updated_at: at(2) };

/** An earlier system with its own column names, and one example of each thing that Trellis cannot store. */
export const legacyTables: Record<string, object[]> = {
  personas: [
    { id: 1, name: 'North Quay', caption_config: { tone: 'warm', topics: ['x'] } },
    { id: 2, name: 'harbor light', caption_config: null },
    {
      id: 3,
      name: 'south pier',
      caption_config: { tone: 'warm', max_length: 120, style: { use_emoji: true }, topics: ['x'] },
      hashtag_strategy: { max_tags: 12, brand_tags: ['pier'], strategy_type: 'balanced', size_mix: 'even' },
    },
  ],
  content_pillars: [
    { id: 1, persona_id: 2, name: 'Daily', weight: '60.00', active: true, priority: 4, start_date: '2025-11-01' },
    { id: 2, persona_id: 2, name: 'Too much', weight: '50.00', active: true },
  ],
  clusters: [
    { id: 1, persona_id: 2, name: 'Coffee', status: '0' },
    { id: 2, persona_id: 2, name: 'Old', status: '1' },
    { id: 3, persona_id: 2, name: 'Draft', status: 'draft' },
    { id: 4, persona_id: 99, name: 'Orphan', status: 'active' },
  ],
  pillar_cluster_assignments: [
    { id: 1, pillar_id: 1, cluster_id: 1, primary: true },
    { id: 2, pillar_id: 2, cluster_id: 1, primary: true },
  ],
  pipelines: [{ id: 3, name: 'still_life' }],
  pipeline_steps: [
    { id: 11, pipeline_id: 3, name: 'Base', order: 1, comfy_workflow_json: '{"seed": {{seed}}}' },
    { id: 12, pipeline_id: 3, name: 'Again', order: 1, comfy_workflow_json: '{}' },
  ],
  pipeline_runs: [
    {
      id: 1,
      pipeline_id: 3,
      name: 'study 01',
      status: 'completed',
      variables: { prompt: 'p' },
      target_folder: 'x',
      ...times,
    },
    {
      id: 2,
      pipeline_id: 3,
      name: 'study 02',
      status: 'waiting',
      cluster_id: 1,
      persona_id: 1,
      variables: {},
      ...times,
    },
  ],
  pipeline_run_steps: [{ id: 1, pipeline_run_id: 1, pipeline_step_id: 11, approved: true, top_k_count: 3, ...times }],
  image_candidates: [
    { id: 1, image_path: '/old/a/one.png', winner: true, elo_score: 1016, parent_id: null },
    { id: 2, image_path: '/old/b/two.png', winner: true, elo_score: 900, parent_id: null },
    { id: 3, image_path: '/elsewhere/twin.png', winner: false, elo_score: 1000, status: 'rejected', parent_id: 1 },
    { id: 4, image_path: '/old/gone.png', winner: false, elo_score: 1000, status: 'active', parent_id: 3 },
  ].map((row) => ({ pipeline_run_id: 1, pipeline_step_id: 11, ...row, ...times })),
  votes: [
    { id: 1, winner_id: 1, loser_id: 2, created_at: at(3) },
    { id: 2, winner_id: 2, loser_id: 1, created_at: at(4) },
    { id: 3, winner_id: 1, loser_id: 99, created_at: at(5) },
    { id: 4, winner_id: 1, loser_id: 1, created_at: at(6) },
  ],
  photos: [
    {
      id: 1,
      persona_id: 2,
      cluster_id: 1,
      image_candidate_id: 1,
      path: '/old/a/one.png',
      posted_at: at(9),
      provider: 'instagram',
    },
    { id: 2, persona_id: 2, cluster_id: 1, path: '/old/gone.png' },
    { id: 3, persona_id: 2, cluster_id: 1, image_candidate_id: 1, path: '/old/a/one.png' },
  ],
};
