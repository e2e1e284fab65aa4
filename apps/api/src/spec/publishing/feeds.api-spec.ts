import { untilDeadline } from '@trellis/testing';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { Publishing } from './publishing.spec-support.ts';

describe('a calendar', () => {
  const app = useApp();
  const library = useLibrary(app);
  let publishing: Publishing;
  let accountId: string;
  beforeAll(async () => {
    publishing = new Publishing(app, library);
    accountId = await publishing.account();
  });

  it('is a feed behind a secret address, which ends with its key', async () => {
    const { id: keyId, key } = await app.ok<{ id: string; key: string }>('post', '/keys', {
      name: 'feeds',
      role: 'operator',
    });
    const made = await app
      .call('post', '/calendar-feeds')
      .set('authorization', `Bearer ${key}`)
      .send({ personaId: library.personaId, captions: true });
    expect(made.status).toBe(201);
    const { id, url } = made.body as { id: string; url: string };
    const path = new URL(url).pathname.replace('/api/v1', '');
    const read = (at: string) => app.call('get', at).unset('authorization');
    const injected = 'one\r\nEND:VCALENDAR\r\nBEGIN:VEVENT, two; three\\';
    const draft = await publishing.draft(accountId, [await publishing.photo()], { caption: injected });
    await publishing.act(draft.id, 'schedule', { at: new Date(Date.now() + 86_400_000).toISOString() });
    const feed = await read(path);
    expect([
      feed.status,
      feed.headers['content-type'],
      feed.headers['cache-control'],
      feed.headers['x-robots-tag'],
    ]).toEqual([200, 'text/calendar; charset=utf-8', 'no-store', 'noindex']);
    const lines = feed.text.replace(/\r\n[ \t]/g, '').split('\r\n');
    expect(lines.filter((line) => line === 'END:VCALENDAR')).toHaveLength(1);
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(
      lines.filter((line) => line === 'END:VEVENT').length,
    );
    expect(feed.text).toContain(draft.id);
    expect(JSON.stringify(await app.ok('get', '/calendar-feeds'))).not.toContain(
      path.split('/').at(-1)?.replace('.ics', ''),
    );
    expect((await read('/calendar/wrong.ics')).body).toMatchObject({
      status: 404,
      code: 'feed_not_found',
      instance: '/api/v1/calendar/….ics',
    });
    await app.ok('delete', `/keys/${keyId}`);
    await untilDeadline('the feed to end', async () => (await read(path)).status === 404);
    expect((await app.call('delete', `/calendar-feeds/${id}`)).status).toBe(204);
  }, 60_000);
});
