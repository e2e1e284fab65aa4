import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { BatchResponse, CheckCaptionDto, GenerationResponse, LinkResponse } from '@trellis/api-client';
import { api, ok } from './client.ts';

/** What is pending is asked for again this often. */
export const POLL_MS = 10_000;
const SOON_MS = 1_000;
/** Of what servers make, while it is shown. */
const PROGRESS_MS = 2_000;
/** Where a photo may appear at any moment. */
export const OFTEN_MS = 3_000;

const path = (id: string) => ({ params: { path: { id } } });

/** What the screens read, by the name under which it is kept. */
export const reads = {
  overview: () =>
    queryOptions({ queryKey: ['overview'], queryFn: () => ok(api.GET('/api/v1/overview')), refetchInterval: POLL_MS }),
  personas: (q?: string) =>
    queryOptions({
      queryKey: ['personas', q],
      queryFn: () => ok(api.GET('/api/v1/personas', { params: { query: { q, limit: 200 } } })),
    }),
  persona: (id: string) =>
    queryOptions({ queryKey: ['persona', id], queryFn: () => ok(api.GET('/api/v1/personas/{id}', path(id))) }),
  pillars: (personaId: string) =>
    queryOptions({
      queryKey: ['pillars', personaId],
      queryFn: () =>
        ok(api.GET('/api/v1/personas/{personaId}/pillars', { params: { path: { personaId }, query: { limit: 200 } } })),
    }),
  clusters: (personaId: string, q?: string) =>
    queryOptions({
      queryKey: ['clusters', personaId, q],
      queryFn: () =>
        ok(
          api.GET('/api/v1/personas/{personaId}/clusters', {
            params: { path: { personaId }, query: { q, limit: 200 } },
          }),
        ),
    }),
  cluster: (id: string) =>
    queryOptions({ queryKey: ['cluster', id], queryFn: () => ok(api.GET('/api/v1/clusters/{id}', path(id))) }),
  pipelines: () =>
    queryOptions({
      queryKey: ['pipelines'],
      queryFn: () => ok(api.GET('/api/v1/pipelines', { params: { query: { limit: 200 } } })),
    }),
  pipeline: (id: string) =>
    queryOptions({ queryKey: ['pipeline', id], queryFn: () => ok(api.GET('/api/v1/pipelines/{id}', path(id))) }),
  run: (id: string) =>
    queryOptions({ queryKey: ['run', id], queryFn: () => ok(api.GET('/api/v1/runs/{id}', path(id))) }),
  link: (id: string) =>
    queryOptions({
      queryKey: ['run', id, 'link'],
      queryFn: () => ok(api.GET('/api/v1/runs/{id}/link', path(id))),
      refetchInterval: ({ state }) => (isSettled(state.data) ? POLL_MS : SOON_MS),
    }),
  photo: (id: string) =>
    queryOptions({
      queryKey: ['photo', id],
      queryFn: () => ok(api.GET('/api/v1/photos/{id}', path(id))),
      refetchInterval: ({ state }) => (state.data?.readiness.state === 'preparing' ? SOON_MS : false),
    }),
  calendar: (query: { personaId?: string; from: string; to: string }) =>
    queryOptions({
      queryKey: ['calendar', query],
      queryFn: () => ok(api.GET('/api/v1/calendar', { params: { query } })),
      refetchInterval: POLL_MS,
      placeholderData: keepPreviousData,
    }),
  post: (id: string) =>
    queryOptions({
      queryKey: ['post', id],
      queryFn: () => ok(api.GET('/api/v1/posts/{id}', path(id))),
      refetchInterval: POLL_MS,
    }),
  preflight: (id: string) =>
    queryOptions({
      queryKey: ['post', id, 'preflight'],
      queryFn: () => ok(api.GET('/api/v1/posts/{id}/preflight', path(id))),
    }),
  postEvents: (id: string) =>
    queryOptions({
      queryKey: ['post', id, 'events'],
      queryFn: () => ok(api.GET('/api/v1/posts/{id}/events', { params: { path: { id }, query: { limit: 200 } } })),
    }),
  captionDrafts: (id: string) =>
    queryOptions({
      queryKey: ['post', id, 'drafts'],
      queryFn: () => ok(api.GET('/api/v1/posts/{id}/caption-drafts', path(id))),
    }),
  captionCheck: (body: CheckCaptionDto) =>
    queryOptions({
      queryKey: ['caption', body],
      queryFn: () => ok(api.POST('/api/v1/captions/check', { body })),
      placeholderData: keepPreviousData,
    }),
  accounts: (personaId: string) =>
    queryOptions({
      queryKey: ['accounts', personaId],
      queryFn: () =>
        ok(
          api.GET('/api/v1/personas/{personaId}/accounts', { params: { path: { personaId }, query: { limit: 200 } } }),
        ),
    }),
  account: (id: string) =>
    queryOptions({ queryKey: ['account', id], queryFn: () => ok(api.GET('/api/v1/accounts/{id}', path(id))) }),
  slots: (id: string) =>
    queryOptions({
      queryKey: ['account', id, 'slots'],
      queryFn: () => ok(api.GET('/api/v1/accounts/{id}/slots', path(id))),
    }),
  publishing: () =>
    queryOptions({
      queryKey: ['publishing'],
      queryFn: () => ok(api.GET('/api/v1/publishing')),
      refetchInterval: POLL_MS,
    }),
  gaps: (personaId: string) =>
    queryOptions({
      queryKey: ['gaps', personaId],
      queryFn: () => ok(api.GET('/api/v1/personas/{id}/gaps', path(personaId))),
      refetchInterval: POLL_MS,
    }),
  gapAnalyses: (personaId: string) =>
    queryOptions({
      queryKey: ['gap-analyses', personaId],
      queryFn: () =>
        ok(
          api.GET('/api/v1/personas/{id}/gap-analyses', { params: { path: { id: personaId }, query: { limit: 50 } } }),
        ),
    }),
  aiStatus: () => queryOptions({ queryKey: ['ai'], queryFn: () => ok(api.GET('/api/v1/ai/status')) }),
  batch: (id: string) =>
    queryOptions({
      queryKey: ['batch', id],
      queryFn: () => ok(api.GET('/api/v1/suggestion-batches/{id}', path(id))),
      refetchInterval: ({ state }) => (hasEnded(state.data) ? false : SOON_MS),
    }),
  generation: (runId: string) =>
    queryOptions({
      queryKey: ['generation', runId],
      queryFn: () => ok(api.GET('/api/v1/runs/{id}/generation', path(runId))),
      refetchInterval: ({ state }) => (isMaking(state.data) ? PROGRESS_MS : POLL_MS),
    }),
  servers: () =>
    queryOptions({
      queryKey: ['servers'],
      queryFn: () => ok(api.GET('/api/v1/servers', { params: { query: { limit: 200 } } })),
      refetchInterval: PROGRESS_MS,
    }),
  job: (id: string) =>
    queryOptions({
      queryKey: ['job', id],
      queryFn: () => ok(api.GET('/api/v1/jobs/{id}', path(id))),
      refetchInterval: ({ state }) => (state.data?.endedAt ? false : PROGRESS_MS),
    }),
  steps: (runId: string) =>
    queryOptions({
      queryKey: ['run', runId, 'steps'],
      queryFn: () => ok(api.GET('/api/v1/runs/{id}/steps', path(runId))),
    }),
};

/** Something may come at any moment. */
const isMaking = (generation: GenerationResponse | undefined): boolean =>
  generation !== undefined &&
  (generation.jobs.working > 0 ||
    (generation.state === 'on' && generation.waitingFor !== 'approval' && generation.waitingFor !== 'complete'));
const hasEnded = (batch: BatchResponse | undefined): boolean => batch?.state === 'done' || batch?.state === 'failed';
const isSettled = (link: LinkResponse | undefined): boolean => link !== undefined && link.state !== 'pending';
