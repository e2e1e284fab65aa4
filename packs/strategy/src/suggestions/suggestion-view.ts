import type { SuggestionState } from './suggestion.entity.ts';

export interface SuggestionView {
  id: string;
  batchId: string;
  personaId: string;
  pillarId: string;
  title: string;
  description: string;
  prompt: string;
  source: 'ai' | 'template';
  state: SuggestionState;
  acceptedAt: Date | null;
  clusterId: string | null;
  runId: string | null;
  createdAt: Date;
  updatedAt: Date;
  updatedBy: string | null;
}

export const SELECT_SUGGESTIONS = `
  select s.id, s.batch_id as "batchId", s.persona_id as "personaId", s.pillar_id as "pillarId", s.title, s.description,
    s.prompt, s.source, s.state, s.accepted_at as "acceptedAt", s.cluster_id as "clusterId", s.run_id as "runId",
    s.created_at as "createdAt", s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  from suggestions s`;
