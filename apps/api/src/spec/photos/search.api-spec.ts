import { aPng, untilDeadline } from '@trellis/testing';
import { aLinkedRun, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Photo {
  id: string;
}

describe('photos are found by words', () => {
  const app = useApp();
  const library = useLibrary(app);
  let photo: string;
  let other: string;

  const upload = async (name: string) => {
    const request = app.call('post', `/clusters/${library.clusterId}/photos`).attach('files', await aPng(), name);
    return ((await request).body as { results: [{ photo: Photo }] }).results[0].photo.id;
  };
  const found = async (q: string, more = '') => {
    const query = `/photos?personaId=${library.personaId}&q=${encodeURIComponent(q)}${more}`;
    return (await app.ok<{ items: Photo[] }>('get', query)).items.map(({ id }) => id);
  };
  const change = (id: string, body: object) => app.ok('patch', `/photos/${id}`, body);

  beforeAll(async () => {
    photo = await upload('dusk_Bottle-1024.png');
    other = await upload('soup.png');
  });

  it.each(['dusk', 'BOTTLE', 'bottle dusk', '1024', 'dusk_bottle', 'dusk-bottle.png', '  "dusk"  '])(
    'of the file name: %s',
    async (q) => expect(await found(q)).toEqual([photo]),
  );

  it.each(['bottl', 'uploads', 'dusk soup', '!?', 'bottle | soup', "'; drop table photos", '\\'])(
    'and not by %s',
    async (q) => expect(await found(q)).toEqual([]),
  );

  it('and not by many words that no photo has', async () => {
    expect(await found(Array.from({ length: 60 }, (_, i) => i.toString(36)).join(' '))).toEqual([]);
  });

  it('of the alt text, in any case and Unicode form', async () => {
    await change(photo, { altText: 'CAFÉ am Abend, bei\nKerzenschein' });
    expect(await found('cafe\u0301')).toEqual([photo]);
    expect(await found('Abend, kerzenschein')).toEqual([photo]);
    await change(photo, { altText: null });
    expect(await found('abend')).toEqual([]);
  });

  it('of the tags, as long as it has them', async () => {
    await change(photo, { tags: ['window light', 'Öl'] });
    await change(other, { tags: ['window'] });
    expect(await found('window')).toEqual([other, photo]);
    expect(await found('ÖL light')).toEqual([photo]);
    await change(photo, { tags: ['Öl'] });
    expect(await found('window')).toEqual([other]);
    await app.ok('post', '/photos/batch', { photoIds: [other], action: 'untag', tag: 'Window' });
    expect(await found('window')).toEqual([]);
  });

  it('of what the run asked for', async () => {
    const { runId, files } = await aPreparedRun(app, library);
    await app.ok('patch', `/runs/${runId}`, { prompt: 'a tangerine, soft-light/rim' });
    await app.ok('post', `/runs/${runId}/completion`);
    const { photoId } = await app.settled(runId);
    expect(await found('tangerine rim soft')).toEqual([photoId]);
    expect(await found(files[0]?.path.split('/').at(-1) ?? '')).toEqual([photoId]);
    await app.ok('patch', `/runs/${runId}`, { prompt: 'a lemon' });
    await app.call('post', `/runs/${runId}/link`);
    await untilDeadline('the prompt of the run', async () => (await found('lemon')).length === 1);
    expect(await found('tangerine')).toEqual([]);
  });

  it('of a prompt in the variables', async () => {
    const { runId } = await aPreparedRun(app, library);
    await app.ok('patch', `/runs/${runId}`, { variables: { prompt: 'a quince' } });
    await app.ok('post', `/runs/${runId}/completion`);
    const { photoId } = await app.settled(runId);
    expect(await found('quince')).toEqual([photoId]);
  });

  it('of the beginning of a prompt that is longer than a search vector', async () => {
    const { runId } = await aPreparedRun(app, library);
    const words = Array.from({ length: 300_000 }, (_, i) => `w${i}`).join(' ');
    await app.dataSource.query(`update pipeline_runs set prompt = $2 where id = $1`, [runId, words]);
    await app.ok('post', `/runs/${runId}/completion`);
    const { photoId, state } = await app.settled(runId);
    expect(state).toBe('linked');
    expect(await found('w17')).toEqual([photoId]);
  });

  it('after a deletion and a restoration', async () => {
    const { photoId } = await aLinkedRun(app, library);
    await change(photoId, { altText: 'unmistakable', tags: ['kept'] });
    expect((await app.call('delete', `/photos/${photoId}`)).status).toBe(204);
    expect(await found('unmistakable')).toEqual([]);
    await app.ok('post', `/photos/${photoId}/restoration`);
    expect(await found('unmistakable kept')).toEqual([photoId]);
  });

  it('together with the other filters, page by page', async () => {
    await change(photo, { tags: ['pair'], starred: true });
    await change(other, { tags: ['pair'] });
    expect(await found('pair', '&starred=true')).toEqual([photo]);
    expect(await found('pair', '&tag=pair&order=oldest')).toEqual([photo, other]);
    const path = `/photos?q=pair&limit=1&personaId=${library.personaId}`;
    const first = await app.ok<{ items: Photo[]; nextCursor: string }>('get', path);
    const second = await app.ok<{ items: Photo[]; nextCursor: null }>('get', `${path}&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([other, photo]);
    expect(second.nextCursor).toBeNull();
  });

  it.each(['', 'x'.repeat(201)])('and not by what is no text to search for (%#)', async (q) => {
    const { status, body } = await app.call('get', `/photos?q=${encodeURIComponent(q)}`);
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'validation_failed', 'q']);
  });
});
