import { Publishing } from '../publishing/publishing.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { everyText, Ideas } from './strategy.spec-support.ts';

/** Clinical, and with a word that is looked for everywhere afterwards. */
const BLOCKED = 'portrait, aged 15, xylograph';

describe('the content policy', () => {
  const app = useApp();
  const library = useLibrary(app);
  let photoId: string;
  let postId: string;
  let accountId: string;
  let suggestionId: string;
  beforeAll(async () => {
    const publishing = new Publishing(app, library);
    const person = { depicts: 'person', declaredAge: 27, bannedWords: ['giveaway'], realNames: ['Ada Example'] };
    await app.ok('patch', `/personas/${library.personaId}`, person);
    photoId = await publishing.photo();
    accountId = await publishing.account();
    postId = (await publishing.draft(accountId, [photoId])).id;
    const ideas = new Ideas(app);
    const batch = await ideas.batch(await ideas.order(library.pillarId, { count: 1 }));
    suggestionId = batch.suggestions[0]?.id as string;
  });

  const places: [place: string, request: () => ['post' | 'patch', string, object], field: string][] = [
    [
      'a prompt of a new cluster',
      () => ['post', `/personas/${library.personaId}/clusters`, { name: 'x', aiPrompt: BLOCKED }],
      'aiPrompt',
    ],
    ['a prompt of a cluster', () => ['patch', `/clusters/${library.clusterId}`, { aiPrompt: BLOCKED }], 'aiPrompt'],
    [
      'a prompt of a run',
      () => ['post', `/clusters/${library.clusterId}/runs`, { pipelineId: library.pipelineId, prompt: BLOCKED }],
      'prompt',
    ],
    [
      'a variable of a run',
      () => [
        'post',
        `/clusters/${library.clusterId}/runs`,
        { pipelineId: library.pipelineId, variables: { subject: BLOCKED } },
      ],
      'variables.subject',
    ],
    [
      'a caption of a new post',
      () => ['post', '/posts', { accountId, photoIds: [photoId], caption: BLOCKED }],
      'caption',
    ],
    ['a caption', () => ['patch', `/posts/${postId}`, { caption: BLOCKED }], 'caption'],
    ['a hashtag', () => ['patch', `/posts/${postId}`, { hashtags: ['aged15', 'nude', 'xylograph'] }], 'hashtags'],
    ['an alt text of a post', () => ['patch', `/posts/${postId}`, { altTexts: [BLOCKED] }], 'altTexts.0'],
    ['an alt text of a photo', () => ['patch', `/photos/${photoId}`, { altText: BLOCKED }], 'altText'],
    ['an idea', () => ['patch', `/suggestions/${suggestionId}`, { prompt: BLOCKED }], 'prompt'],
  ];

  it.each(places)('refuses %s with its rules, and without its text', async (_place, request, field) => {
    const [method, path, body] = request();
    const answer = await app.call(method, path, body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'policy_blocked' } });
    const { detail } = answer.body as { detail: string };
    expect(detail).toBe(`${field} breaks the content policy (${field === 'hashtags' ? 'explicit' : 'minor_person'}).`);
    expect((answer.body as { rules: string[] }).rules).toHaveLength(1);
    expect(answer.text).not.toContain('xylograph');
  });

  it('refuses an alt text of many photos for each of them', async () => {
    const order = { photoIds: [photoId], action: 'setAltText', altText: BLOCKED };
    const answer = await app.call('post', '/photos/batch', order);
    expect(answer.text).toContain('policy_blocked');
    expect(answer.text).not.toContain('xylograph');
  });

  it('checks a caption with its hashtags before there is a post', async () => {
    const check = async (caption: string) =>
      (await app.call('post', '/captions/check', { personaId: library.personaId, caption })).body as object;
    expect(await check('Join our giveaway')).toMatchObject({ ok: false, problems: [{ code: 'policy_blocked' }] });
    expect(await check('With Ada Example')).toMatchObject({ ok: false, problems: [{ code: 'policy_blocked' }] });
    expect(await check('A quiet morning')).toMatchObject({ ok: true });
    const body = { personaId: library.personaId, caption: 'Quiet', hashtags: ['giveaway'] };
    expect((await app.call('post', '/captions/check', body)).body).toMatchObject({ ok: false });
  });

  it('has kept no such text, in no row', async () => {
    for (const [, request] of places) {
      const [method, path, body] = request();
      await app.call(method, path, body);
    }
    expect(await everyText(app)).not.toContain('xylograph');
  });

  it.each([
    [{ depicts: 'person', declaredAge: 17 }, 'declaredAge'],
    [{ depicts: 'person' }, 'declaredAge'],
    [{ depicts: 'robot' }, 'depicts'],
    [{ postsPerWeek: -1 }, 'postsPerWeek'],
    [{ bannedWords: [''] }, 'bannedWords'],
    [{ realNames: 'Ada' }, 'realNames'],
  ])('of a persona with %j is refused', async (fields, path) => {
    const answer = await app.call('post', '/personas', { name: `x ${JSON.stringify(fields)}`, ...fields });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ path }] } });
  });

  it('stays with a persona that becomes younger or another', async () => {
    const path = `/personas/${library.personaId}`;
    expect((await app.call('patch', path, { declaredAge: 17 })).body).toMatchObject({
      errors: [{ path: 'declaredAge' }],
    });
    expect((await app.call('patch', path, { declaredAge: null })).status).toBe(400);
    expect(await app.ok('get', path)).toMatchObject({ depicts: 'person', declaredAge: 27, bannedWords: ['giveaway'] });
  });
});
