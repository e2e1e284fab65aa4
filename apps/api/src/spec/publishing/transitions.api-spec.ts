import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { inHours, Publishing, type Post } from './publishing.spec-support.ts';

const ACTS = [
  'schedule',
  'unschedule',
  'cancel',
  'publish',
  'retry',
  'resolution',
  'posted',
  'PATCH',
  'DELETE',
] as const;
type Act = (typeof ACTS)[number];

/** What each state allows; everything else is refused. */
const ALLOWED: Readonly<Record<string, readonly Act[]>> = {
  draft: ['schedule', 'cancel', 'publish', 'PATCH', 'DELETE'],
  scheduled: ['schedule', 'unschedule', 'cancel', 'publish', 'posted', 'PATCH'],
  publishing: [],
  published: [],
  unknown: ['resolution'],
  failed: ['schedule', 'cancel', 'publish', 'retry', 'posted'],
  cancelled: ['DELETE'],
};

/** Columns of a state that no request leads to. */
const FORCED: Readonly<Record<string, string>> = {
  publishing: `state = 'publishing', lease_token = gen_random_uuid(), lease_until = now() + interval '1 hour'`,
  unknown: `state = 'unknown', publish_sent_at = now()`,
  failed: `state = 'failed', reason = 'missed_window'`,
};

describe('every state of a post', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  let publishing: Publishing;
  let photoId: string;
  let accountId: string;
  beforeAll(async () => {
    publishing = new Publishing(app, library);
    accountId = await publishing.account();
    await app.work();
    photoId = await publishing.photo();
  }, 60_000);

  const body = (act: Act): object =>
    ({
      schedule: { at: inHours(30) },
      retry: { at: inHours(31) },
      resolution: { outcome: 'failed' },
      posted: { postedAt: inHours(-1) },
      PATCH: { caption: `changed ${Math.random()}` },
    })[act as 'schedule'] ?? {};

  const send = (id: string, act: Act) =>
    act === 'PATCH'
      ? app.call('patch', `/posts/${id}`).send(body(act))
      : act === 'DELETE'
        ? app.call('delete', `/posts/${id}`)
        : app.call('post', `/posts/${id}/${act}`).send(body(act));

  /** Past every rule of the database. */
  const unchecked = (...statements: string[]) =>
    app.dataSource.transaction(async (manager) => {
      await manager.query('set local session_replication_role = replica');
      for (const statement of statements) await manager.query(statement);
    });

  /** A post in the state, with the one photo; what was before is gone. */
  async function aPostThatIs(state: string): Promise<Post> {
    const free = 'update photos set held_by = null, posted_at = null, posted_by = null, provider = null';
    await unchecked('delete from post_photos', 'delete from posts', free);
    const { id } = await publishing.draft(accountId, [photoId]);
    if (state !== 'draft') await publishing.act(id, 'schedule', { at: inHours(20) });
    if (state === 'published') await publishing.act(id, 'posted', { postedAt: inHours(-1) });
    if (state === 'cancelled') await publishing.act(id, 'cancel');
    const forced = FORCED[state];
    if (forced) await unchecked(`update posts set ${forced} where id = '${id}'`);
    if (state === 'failed') await unchecked('update post_photos set holds = false', 'update photos set held_by = null');
    return publishing.post(id);
  }

  it.each(Object.keys(ALLOWED))(
    '%s: what it does not allow is refused, and nothing has changed',
    async (state) => {
      for (const act of ACTS) {
        const before = await aPostThatIs(state);
        expect(before.state).toBe(state);
        const answer = await send(before.id, act);
        if (ALLOWED[state]?.includes(act)) {
          expect([state, act, answer.status < 300]).toEqual([state, act, true]);
          continue;
        }
        expect([act, answer.status, (answer.body as { code: string }).code]).toEqual([act, 409, 'illegal_transition']);
        expect(await publishing.post(before.id)).toEqual(before);
      }
    },
    60_000,
  );

  it('takes no input that does not fit', async () => {
    const { id } = await aPostThatIs('draft');
    const refused = async (act: Act, input: object) => {
      const answer = await (
        act === 'PATCH' ? app.call('patch', `/posts/${id}`) : app.call('post', `/posts/${id}/${act}`)
      ).send(input);
      return [answer.status, (answer.body as { code: string }).code];
    };
    expect(await refused('schedule', { at: '2031-01-01T10:00:00' })).toEqual([400, 'validation_failed']);
    expect(await refused('schedule', { localTime: '2031-02-29T10:00' })).toEqual([400, 'validation_failed']);
    expect(await refused('schedule', { at: inHours(1), nextSlot: true })).toEqual([400, 'validation_failed']);
    expect(await refused('schedule', { at: inHours(-1) })).toEqual([422, 'time_in_past']);
    expect(await refused('posted', { postedAt: inHours(1) })).toEqual([409, 'illegal_transition']);
    expect(await refused('PATCH', { caption: 'bell \u0007' })).toEqual([400, 'validation_failed']);
    expect(await refused('PATCH', { hashtags: ['a b'] })).toEqual([400, 'validation_failed']);
    const tags = (n: number) => Array.from({ length: n }, (_, i) => `tag${i}`);
    for (const n of [6, 31]) {
      await app.ok('patch', `/posts/${id}`, { hashtags: tags(n) });
      expect(await refused('schedule', { at: inHours(1) })).toEqual([422, 'too_many_hashtags']);
    }
    await app.ok('patch', `/posts/${id}`, { hashtags: [], caption: 'line one\nline two\ttab' });
    expect((await publishing.act(id, 'schedule', { at: inHours(1) })).status).toBe(200);
    expect(await refused('posted', { postedAt: inHours(1) })).toEqual([400, 'validation_failed']);
    expect(await refused('posted', { postedAt: inHours(-1), permalink: 'javascript:alert(1)' })).toEqual([
      400,
      'validation_failed',
    ]);
  }, 60_000);
});
