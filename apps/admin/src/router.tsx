import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Shell } from './shell/shell.tsx';
import { jobStates, oneOf, postStates, text, type Search } from './search.ts';
import { lazyScreen } from './shell/lazy-screen.tsx';

const root = createRootRoute({ component: Shell });
const at = { getParentRoute: () => root };

const today = createRoute({ ...at, path: '/', component: lazyScreen(() => import('./screens/today.tsx')) });
const personas = createRoute({
  ...at,
  path: '/personas',
  validateSearch: (search: Search) => ({ q: text(search, 'q') }),
  component: lazyScreen(() => import('./screens/personas.tsx')),
});
const persona = createRoute({
  ...at,
  path: '/personas/$id',
  component: lazyScreen(() => import('./screens/persona/persona.tsx')),
});
const suggestions = createRoute({
  ...at,
  path: '/personas/$id/suggestions',
  validateSearch: (search: Search) => ({
    state: oneOf(search, 'state', ['accepted', 'rejected', 'expired', 'all']),
    pillarId: text(search, 'pillarId'),
    batch: text(search, 'batch'),
  }),
  component: lazyScreen(() => import('./screens/suggestions/suggestions.tsx')),
});
const clusters = createRoute({
  ...at,
  path: '/clusters',
  validateSearch: (search: Search) => ({ personaId: text(search, 'personaId'), q: text(search, 'q') }),
  component: lazyScreen(() => import('./screens/clusters.tsx')),
});
const cluster = createRoute({
  ...at,
  path: '/clusters/$id',
  validateSearch: (search: Search): { tab?: 'photos' | 'runs'; photo?: string } => ({
    tab: oneOf(search, 'tab', ['photos', 'runs']),
    photo: text(search, 'photo'),
  }),
  component: lazyScreen(() => import('./screens/cluster/cluster.tsx')),
});
const runs = createRoute({
  ...at,
  path: '/runs',
  validateSearch: (search: Search) => ({
    q: text(search, 'q'),
    status: oneOf(search, 'status', ['pending', 'running', 'completed', 'failed']),
  }),
  component: lazyScreen(() => import('./screens/runs.tsx')),
});
const run = createRoute({ ...at, path: '/runs/$id', component: lazyScreen(() => import('./screens/run/run.tsx')) });
const vote = createRoute({
  ...at,
  path: '/runs/$id/vote',
  validateSearch: (search: Search) => ({ step: text(search, 'step'), prefetch: oneOf(search, 'prefetch', ['off']) }),
  component: lazyScreen(() => import('./screens/vote/vote.tsx')),
});
const candidates = createRoute({
  ...at,
  path: '/runs/$id/candidates',
  validateSearch: (search: Search) => ({
    sort: oneOf(search, 'sort', ['elo', 'votes', 'created']),
    status: oneOf(search, 'status', ['rejected', 'all', 'active']),
    step: text(search, 'step'),
    c: text(search, 'c'),
  }),
  component: lazyScreen(() => import('./screens/candidates/candidates.tsx')),
});
const photos = createRoute({
  ...at,
  path: '/photos',
  validateSearch: (search: Search) => ({
    q: text(search, 'q'),
    personaId: text(search, 'personaId'),
    clusterId: text(search, 'clusterId'),
    readiness: oneOf(search, 'readiness', ['ready', 'needs_crop', 'preparing', 'failed']),
    use: oneOf(search, 'use', ['free', 'held', 'posted']),
    starred: search['starred'] === true ? true : undefined,
    tag: text(search, 'tag'),
    order: oneOf(search, 'order', ['oldest', 'unposted-first']),
    similarTo: text(search, 'similarTo'),
    photo: text(search, 'photo'),
  }),
  component: lazyScreen(() => import('./screens/photos/photos.tsx')),
});
const keys = createRoute({
  ...at,
  path: '/settings/keys',
  component: lazyScreen(() => import('./screens/settings/keys.tsx')),
});
const servers = createRoute({
  ...at,
  path: '/settings/servers',
  component: lazyScreen(() => import('./screens/settings/servers.tsx')),
});
const jobs = createRoute({
  ...at,
  path: '/jobs',
  validateSearch: (search: Search) => ({ runId: text(search, 'runId'), state: oneOf(search, 'state', jobStates) }),
  component: lazyScreen(() => import('./screens/jobs.tsx')),
});
const sessions = createRoute({
  ...at,
  path: '/settings/sessions',
  component: lazyScreen(() => import('./screens/settings/sessions.tsx')),
});
const pipelines = createRoute({
  ...at,
  path: '/pipelines',
  component: lazyScreen(() => import('./screens/pipelines/pipelines.tsx')),
});
const pipeline = createRoute({
  ...at,
  path: '/pipelines/$id',
  component: lazyScreen(() => import('./screens/pipelines/pipeline.tsx')),
});
const calendar = createRoute({
  ...at,
  path: '/calendar',
  validateSearch: (search: Search) => ({
    view: oneOf(search, 'view', ['month', 'week']),
    date: text(search, 'date'),
    personaId: text(search, 'personaId'),
  }),
  component: lazyScreen(() => import('./screens/calendar/calendar.tsx')),
});
const posts = createRoute({
  ...at,
  path: '/posts',
  validateSearch: (search: Search) => ({
    state: oneOf(search, 'state', postStates),
    personaId: text(search, 'personaId'),
    accountId: text(search, 'accountId'),
  }),
  component: lazyScreen(() => import('./screens/posts/posts.tsx')),
});
const post = createRoute({
  ...at,
  path: '/posts/$id',
  component: lazyScreen(() => import('./screens/posts/post.tsx')),
});
const account = createRoute({
  ...at,
  path: '/accounts/$id',
  component: lazyScreen(() => import('./screens/account/account.tsx')),
});
const links = createRoute({
  ...at,
  path: '/links',
  validateSearch: (search: Search) => ({
    state: oneOf(search, 'state', ['pending', 'skipped', 'failed', 'linked']),
    reason: text(search, 'reason'),
  }),
  component: lazyScreen(() => import('./screens/links.tsx')),
});

export const router = createRouter({
  routeTree: root.addChildren([
    today,
    personas,
    persona,
    suggestions,
    clusters,
    cluster,
    runs,
    run,
    vote,
    candidates,
    pipelines,
    pipeline,
    links,
    photos,
    calendar,
    posts,
    post,
    account,
    keys,
    servers,
    jobs,
    sessions,
  ]),
  basepath: '/admin',
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultNotFoundComponent: lazyScreen(() => import('./screens/not-found.tsx')),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
