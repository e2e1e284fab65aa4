import { aLibrary, aLinkedRun } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

interface Entry {
  at: string;
  actor: string;
  action: string;
  subjectType: string;
  subjectId: string;
}

describe('the audit log', () => {
  const app = useApp();

  const entries = async (query: string) =>
    (await app.ok<{ items: Entry[]; nextCursor: string | null }>('get', `/audit?${query}`)).items;

  it('has every change of a run, its link and its photo, with actors', async () => {
    const library = await aLibrary(app);
    const { runId, photoId } = await aLinkedRun(app, library);
    expect(await entries(`subjectType=run&subjectId=${runId}`)).toEqual([
      expect.objectContaining({ actor: 'key:tester', action: 'run.completed' }),
      expect.objectContaining({ actor: 'key:tester', action: 'run.winner_changed' }),
      expect.objectContaining({ actor: 'key:tester', action: 'run.created' }),
    ]);
    expect(await entries(`subjectType=link&subjectId=${runId}`)).toEqual([
      expect.objectContaining({ actor: 'worker', action: 'link.linked' }),
    ]);
    await app.ok('put', `/photos/${photoId}/posting`, { postedAt: '2026-11-23T10:00:00Z' });
    const actions = (await entries(`subjectId=${photoId}`)).map(({ actor, action }) => `${actor} ${action}`);
    expect(actions).toEqual(['key:tester photo.posted', 'worker photo.created']);
  });

  it('filters by actor, newest first, page by page', async () => {
    for (const name of ['one', 'two', 'three']) await app.ok('post', '/keys', { name, role: 'viewer' });
    const seen: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: Entry[]; nextCursor: string | null } = await app.ok(
        'get',
        `/audit?actor=key:tester&subjectType=key&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen.map(({ action }) => action)).toEqual(['key.created', 'key.created', 'key.created']);
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect(await entries('actor=unknown')).toEqual([]);
  });
});
