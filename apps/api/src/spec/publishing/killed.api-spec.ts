import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPng, untilDeadline } from '@trellis/testing';
import { repository, type RunningCommand } from '../support/process.spec-support.ts';
import { ServerFleet } from '../support/server-fleet.spec-support.ts';

const KILLER = new URL(`file://${join(repository, 'tools/crash/kill-at-point.ts')}`).href;

interface Post {
  id: string;
  state: string;
  photos: { photoId: string }[];
}
interface Photo {
  heldBy: string | null;
  postedAt: string | null;
  readiness: { state: string };
}

/** An act, the point at which the server dies in it, and the state that the post has then. */
const deaths = [
  ['schedule', 'scheduled-written', 'draft'],
  ['schedule', 'scheduled-committed', 'scheduled'],
  ['cancel', 'cancelled-written', 'scheduled'],
  ['cancel', 'cancelled-committed', 'cancelled'],
  ['posted', 'posted-written', 'scheduled'],
  ['posted', 'posted-committed', 'published'],
  ['posted', 'posted-remembered', 'published'],
] as const;

describe('a server that is killed (-9) while a person posts by hand', () => {
  const fleet = new ServerFleet();
  let server: RunningCommand;
  let accountId: string;

  beforeAll(async () => {
    await fleet.prepare();
    server = await fleet.start();
    await fleet.makeLibrary(server);
    const { personaId } = await server.call<{ personaId: string }>('GET', `/clusters/${fleet.clusterId}`);
    const account = { provider: 'manual', name: 'by hand', timeZone: 'UTC', minGapMinutes: 0 };
    accountId = (await server.call<{ id: string }>('POST', `/personas/${personaId}/accounts`, account)).id;
  }, 120_000);
  afterAll(() => fleet.stop(), 60_000);

  let minute = 10;
  /** Another one each time: a published post keeps its instant. */
  const time = () => `2031-03-10T10:${(minute += 1)}`;
  const photo = (id: string) => server.call<Photo>('GET', `/photos/${id}`);
  const body = (act: string) =>
    ({
      schedule: { localTime: time() },
      cancel: {},
      posted: { postedAt: '2026-01-01T10:00:00Z' },
    })[act as 'schedule' | 'cancel' | 'posted'];

  async function aDraft(): Promise<Post> {
    const form = new FormData();
    form.append('files', new Blob([await aPng({ width: 500, height: 500 })], { type: 'image/png' }), 'a.png');
    const { results } = await server.send<{ results: [{ photo: { id: string } }] }>(
      'POST',
      `/clusters/${fleet.clusterId}/photos`,
      form,
    );
    const { id } = results[0].photo;
    await untilDeadline('the renditions', async () => (await photo(id)).readiness.state === 'ready');
    return server.call<Post>('POST', '/posts', { accountId, photoIds: [id], caption: `of ${id}` });
  }

  it.each(deaths)(
    '%s, at %s: the post is %s, and the rest is as that state asks for',
    async (act, point, state) => {
      const { id, photos } = await aDraft();
      if (act !== 'schedule') await server.call('POST', `/posts/${id}/schedule`, { localTime: time() });
      await server.end();
      server = await fleet.start({ NODE_OPTIONS: `--import ${KILLER}`, CRASH_POINT: `post-${point}` });
      await expect(server.call('POST', `/posts/${id}/${act}`, body(act))).rejects.toThrow();
      await server.exited();
      server = await fleet.start();
      const read = () => server.call<Post>('GET', `/posts/${id}`);
      expect((await read()).state).toBe(state);
      const { heldBy, postedAt } = await photo(photos[0]?.photoId ?? '');
      expect([heldBy, postedAt !== null]).toEqual([state === 'scheduled' ? id : null, state === 'published']);
      // The file may be behind, never ahead: nothing is paused.
      expect(await server.call('GET', '/publishing')).toMatchObject({ state: 'running' });
      // The person repeats the act: it is done, once.
      await server.call('POST', `/posts/${id}/${act}`, body(act)).catch((error: Error) => {
        expect(error.message).toContain('illegal_transition');
      });
      expect((await read()).state).toBe({ schedule: 'scheduled', cancel: 'cancelled', posted: 'published' }[act]);
      if (act === 'schedule') await server.call('POST', `/posts/${id}/cancel`);
    },
    60_000,
  );

  it('has counted every post that was marked, and the file follows', async () => {
    const { id } = await aDraft();
    await server.call('POST', `/posts/${id}/schedule`, { localTime: time() });
    await server.call('POST', `/posts/${id}/posted`, body('posted'));
    const file = await readFile(join(fleet.folder, 'var', 'publish-high-water'), 'utf8');
    expect(file).toMatch(/ 4\n$/);
  }, 60_000);
});
