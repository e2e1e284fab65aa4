import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@trellis/kernel';
import { Secrets } from '@trellis/secrets';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { inHours, Publishing } from './publishing.spec-support.ts';

interface State {
  state: string;
  instanceId: string;
  due: string[];
}

describe('accounts', () => {
  const app = useApp();
  const library = useLibrary(app);
  let publishing: Publishing;
  beforeAll(() => (publishing = new Publishing(app, library)));
  const of = (body: object) => app.call('post', `/personas/${library.personaId}/accounts`).send(body);

  it('are created with the zone of their persona, changed with If-Match, and deleted while they have no posts', async () => {
    await app.ok('patch', `/personas/${library.personaId}`, { timeZone: 'America/New_York' });
    const made = await of({ provider: 'instagram', name: 'one', externalId: '17841400000000001' });
    expect(made.body).toMatchObject({
      provider: 'instagram',
      host: 'graph.instagram.com',
      timeZone: 'America/New_York',
      minGapMinutes: 60,
      token: { set: false },
      quota: null,
    });
    const { id, updatedAt } = made.body as { id: string; updatedAt: string };
    expect((await of({ provider: 'manual', name: 'one' })).body).toMatchObject({ status: 409, code: 'name_taken' });
    const twin = { provider: 'instagram', name: 'two', externalId: '17841400000000001' };
    expect((await of(twin)).body).toMatchObject({ status: 409, code: 'external_id_taken' });
    expect((await of({ provider: 'fax', name: 'x' })).status).toBe(400);
    expect((await of({ provider: 'manual', name: 'x', timeZone: 'Mars/Olympus' })).status).toBe(400);
    const changed = await app.call('patch', `/accounts/${id}`).set('If-Match', updatedAt).send({ minGapMinutes: 90 });
    expect(changed.body).toMatchObject({ minGapMinutes: 90 });
    const late = await app.call('patch', `/accounts/${id}`).set('If-Match', updatedAt).send({ minGapMinutes: 30 });
    expect(late.body).toMatchObject({ status: 412, code: 'stale', current: { minGapMinutes: 90 } });
    expect((await app.ok<{ items: object[] }>('get', `/personas/${library.personaId}/accounts`)).items).toHaveLength(1);
    const post = await publishing.draft(id, [await publishing.photo()]);
    expect((await app.call('delete', `/accounts/${id}`)).body).toMatchObject({ status: 409, code: 'in_use' });
    expect((await app.call('delete', `/posts/${post.id}`)).status).toBe(204);
    expect((await app.call('delete', `/accounts/${id}`)).status).toBe(204);
    expect((await app.call('get', `/accounts/${newId()}`)).body).toMatchObject({
      status: 404,
      code: 'account_not_found',
    });
  }, 60_000);

  it('keep a token that is never shown, and that opens in its own row only', async () => {
    const [one, two] = [await publishing.account(), await publishing.account()];
    const token = 'canary-token-1234567890';
    const answer = await app.call('put', `/accounts/${one}/token`).send({ token });
    expect(answer.body).toMatchObject({
      token: { set: true, last4: '7890', setBy: expect.stringContaining('key:') as string },
    });
    const rows = await app.dataSource.query<object[]>(
      `select token::text from publish_accounts where token is not null`,
    );
    const everything = [
      answer.text,
      JSON.stringify(rows),
      JSON.stringify(await app.ok('get', `/audit?limit=200`)),
      JSON.stringify(await app.ok('get', `/accounts/${one}`)),
      JSON.stringify(await app.ok('get', `/personas/${library.personaId}/accounts`)),
    ].join();
    expect(everything).not.toContain('canary');
    await app.dataSource.query(
      `update publish_accounts set token = (select token from publish_accounts where id = $1), token_set_at = now() where id = $2`,
      [one, two],
    );
    const sealed = await app.dataSource.query<[{ token: Buffer }]>(`select token from publish_accounts where id = $1`, [
      two,
    ]);
    const place = (row: string) => ({ table: 'publish_accounts', column: 'token', row });
    const secrets = app.app.get(Secrets);
    expect(secrets.open(sealed[0].token, place(one))).toBe(token);
    expect(() => secrets.open(sealed[0].token, place(two))).toThrow('cannot be read');
  });

  it('of a database that was restored, or copied, publish nothing until a person resumes', async () => {
    const accountId = await publishing.account();
    const post = await publishing.draft(accountId, [await publishing.photo()]);
    await publishing.act(post.id, 'publish');
    const state = () => app.ok<State>('get', '/publishing');
    expect(await state()).toMatchObject({ state: 'running', due: [post.id], accounts: [] });
    await publishing.act(post.id, 'posted', { postedAt: inHours(-1) });
    const file = join(app.config.TRELLIS_DATA_DIR, 'publish-high-water');
    const { instanceId } = await state();
    expect(await readFile(file, 'utf8')).toBe(`${instanceId} 1\n`);
    // As if the database had been restored from before five more posts.
    await writeFile(file, `${instanceId} 6\n`);
    expect(await state()).toMatchObject({ state: 'confirm_resume' });
    expect(await app.dataSource.query(`select paused_reason from publishing_state`)).toEqual([
      { paused_reason: 'confirm_resume' },
    ]);
    expect((await app.call('post', '/publishing/resume')).body).toMatchObject({ state: 'running' });
    expect(await app.dataSource.query(`select send_number::int as n from publishing_state`)).toEqual([{ n: 6 }]);
    // As if this were a copy of another installation.
    await writeFile(file, `${newId()} 6\n`);
    expect(await state()).toMatchObject({ state: 'confirm_resume' });
    expect((await app.call('post', '/publishing/resume')).body).toMatchObject({ state: 'running' });
    expect(await readFile(file, 'utf8')).toBe(`${instanceId} 6\n`);
    const again = await publishing.draft(accountId, [await publishing.photo()]);
    await publishing.act(again.id, 'publish');
    await publishing.act(again.id, 'posted', { postedAt: inHours(-1) });
    expect(await readFile(file, 'utf8')).toBe(`${instanceId} 7\n`);
  }, 60_000);

  it('have captions checked as they would be sent, and drafts of them', async () => {
    const body = { personaId: library.personaId, caption: 'x'.repeat(2_190), hashtags: ['#northquay'] };
    expect((await app.call('post', '/captions/check').send(body)).body).toEqual({
      ok: false,
      problems: [{ code: 'caption_too_long', detail: 'It has 2202 characters with its hashtags, of 2200.' }],
      warnings: [],
      length: 2_202,
      hashtagCount: 1,
    });
    const post = await publishing.draft(await publishing.account(), [await publishing.photo()], { caption: '' });
    expect((await app.call('post', `/posts/${post.id}/caption-drafts`)).status).toBe(202);
    const { items } = await app.ok<{ items: { source: string; caption: string }[] }>(
      'get',
      `/posts/${post.id}/caption-drafts`,
    );
    expect(items.map(({ source, caption }) => [source, caption])).toEqual([
      ['template', 'Coffee.'],
      ['template', `persona 1: Coffee.`],
    ]);
  }, 60_000);
});
