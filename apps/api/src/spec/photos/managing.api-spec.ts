import { newId } from '@trellis/kernel';
import { aPng } from '@trellis/testing';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Photo {
  id: string;
  tags: string[];
}

describe('photos are found by', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  const photos: string[] = [];

  beforeAll(async () => {
    for (let i = 0; i < 6; i += 1) {
      const upload = app.call('post', `/clusters/${library.clusterId}/photos`);
      const { body } = await upload.attach('files', await aPng(), `${i}.png`);
      photos.push((body as { results: { photo: Photo }[] }).results[0]?.photo.id ?? '');
    }
  }, 30_000);

  const change = (id: string | undefined, body: object) => app.call('patch', `/photos/${id}`, body);
  const found = async (query: string) =>
    (await app.ok<{ items: Photo[] }>('get', `/photos?personaId=${library.personaId}&${query}`)).items.map(({ id }) =>
      photos.indexOf(id),
    );

  it('tags, kept as first written in the persona and compared without case', async () => {
    expect((await change(photos[0], { tags: ['Cafe\u0301', 'sea', 'SEA'] })).body).toMatchObject({
      tags: ['Café', 'sea'],
    });
    expect((await change(photos[1], { tags: ['CAFÉ'] })).body).toMatchObject({ tags: ['Café'] });
    expect(await found(`tag=${encodeURIComponent('café')}`)).toEqual([1, 0]);
    expect(await found('tag=Sea')).toEqual([0]);
    expect(await found('tag=se')).toEqual([]);
    expect((await change(photos[0], { tags: ['Sea'] })).body).toMatchObject({ tags: ['sea'] });
    expect(await found(`tag=${encodeURIComponent('Café')}`)).toEqual([1]);
    expect((await change(photos[0], { tags: [] })).body).toMatchObject({ tags: [] });
    expect((await change(photos[0], { starred: false })).body).toMatchObject({ tags: [] });
  });

  it.each<[string, unknown]>([
    ['51 characters', ['x'.repeat(51)]],
    ['no characters', ['  ']],
    ['a control character', ['a\u0007b']],
    ['1,000 tags', Array.from({ length: 1000 }, (_, i) => `tag ${i}`)],
    ['a number', [7]],
    ['a text instead of a list', 'sea'],
  ])('no tags with %s', async (_what, tags) => {
    const { status, body } = await change(photos[2], { tags });
    expect([status, body.code, body.errors?.[0]?.path?.split('.')[0]]).toEqual([400, 'validation_failed', 'tags']);
    expect(await app.ok('get', `/photos/${photos[2]}`)).toMatchObject({ tags: [] });
  });

  it('tags of 50 code points, fifty of them', async () => {
    const tags = Array.from({ length: 50 }, (_, i) => `${'😀'.repeat(47)} ${String(i).padStart(2, '0')}`);
    expect((await change(photos[2], { tags })).body).toMatchObject({ tags });
    await change(photos[2], { tags: [] });
  });

  it('stars, readiness and use', async () => {
    await change(photos[3], { starred: true });
    await app.dataSource.query(`update photos set held_by = $2 where id = $1`, [photos[4], newId()]);
    await app.ok('put', `/photos/${photos[5]}/posting`, { postedAt: '2026-11-23T10:00:00Z' });
    expect(await found('starred=true')).toEqual([3]);
    expect(await found('starred=false')).toEqual([5, 4, 2, 1, 0]);
    expect(await found('use=held')).toEqual([4]);
    expect(await found('use=posted')).toEqual([5]);
    expect(await found('use=free')).toEqual([3, 2, 1, 0]);
    expect(await found('readiness=preparing&use=free&starred=true')).toEqual([3]);
    expect(await found('readiness=ready')).toEqual([]);
  });

  it('age, and whether they were posted', async () => {
    await app.ok('put', `/photos/${photos[5]}/posting`, { postedAt: '2026-11-23T10:00:00Z' });
    expect(await found('order=newest')).toEqual([5, 4, 3, 2, 1, 0]);
    expect(await found('order=oldest')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await found('order=unposted-first')).toEqual([4, 3, 2, 1, 0, 5]);
  });

  it.each(['order=oldest', 'order=unposted-first', 'tag=all', 'tag=all&order=oldest'])('pages of %s', async (query) => {
    for (const id of photos) await change(id, { tags: ['all'] });
    const seen: number[] = [];
    for (let cursor = ''; ;) {
      const path = `/photos?personaId=${library.personaId}&limit=2&${query}${cursor}`;
      const page = await app.ok<{ items: Photo[]; nextCursor: string | null }>('get', path);
      seen.push(...page.items.map(({ id }) => photos.indexOf(id)));
      if (!page.nextCursor) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(await found(query));
    expect(seen).toHaveLength(6);
  });
});
