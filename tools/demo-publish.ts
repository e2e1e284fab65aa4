import { untilDeadline } from '@trellis/kernel/until-deadline';
import { FakeInstagram } from '@trellis/testing/fake-instagram';
import type { DemoApi } from './demo-generate.ts';

const ACCOUNT = 'on Instagram (demo)';
const MOST_POSTS = 3;
const SECONDS = 300;

interface Post {
  state: string;
  permalink: string | null;
  lastError: { detail: string } | null;
}

/** Publishes photos on a fake of Instagram, at the address that the application was started with. */
export async function publishDemo(api: DemoApi, personaId: string, graphUrl: string): Promise<void> {
  const fake = await fakeAt(graphUrl);
  try {
    await publish(api, personaId);
  } finally {
    await fake?.stop();
  }
}

/** Undefined where one answers already. */
async function fakeAt(graphUrl: string): Promise<FakeInstagram | undefined> {
  const { hostname, port } = new URL(graphUrl);
  if (hostname !== '127.0.0.1')
    throw new Error('INSTAGRAM_GRAPH_URL must be at 127.0.0.1: the demo publishes nothing.');
  const isThere = await fetch(`${graphUrl}/__journal`).then(
    ({ ok }) => ok,
    () => false,
  );
  return isThere ? undefined : FakeInstagram.start({ port: Number(port) });
}

async function publish(api: DemoApi, personaId: string): Promise<void> {
  const path = `/personas/${personaId}/accounts`;
  const fields = { provider: 'instagram', externalId: '17841400000000001', minGapMinutes: 0 };
  const account = await api.ensure(path, path, { name: ACCOUNT, ...fields });
  await api.call('PUT', `/accounts/${account.id}/token`, { token: 'fake-token' });
  const list = `/photos?personaId=${personaId}&readiness=ready&posted=false&limit=${MOST_POSTS}`;
  const photos = (await api.call<{ items: { id: string; heldBy: string | null }[] }>('GET', list)).items;
  const free = photos.filter(({ heldBy }) => heldBy === null);
  for (const { id } of free) api.say(`Published: ${await publishOne(api, account.id, id)}`);
  if (free.length === 0) api.say('Every photo is posted already.');
}

async function publishOne(api: DemoApi, accountId: string, photoId: string): Promise<string> {
  const { id } = await api.call('POST', '/posts', { accountId, photoIds: [photoId] });
  await api.call('POST', `/posts/${id}/caption-drafts`);
  const drafts = await api.call<{ items: { caption: string; hashtags: string[] }[] }>(
    'GET',
    `/posts/${id}/caption-drafts`,
  );
  const [draft] = drafts.items;
  if (draft) await api.call('PATCH', `/posts/${id}`, { caption: draft.caption, hashtags: draft.hashtags });
  await api.call('POST', `/posts/${id}/publish`, { force: true });
  const published = async () => {
    const post = await api.call<Post>('GET', `/posts/${id}`);
    if (post.state === 'failed') throw new Error(`The post failed: ${post.lastError?.detail}`);
    return post.state === 'published' && (post.permalink ?? undefined);
  };
  return untilDeadline('the post to be published', published, { seconds: SECONDS, everyMs: 500 });
}
