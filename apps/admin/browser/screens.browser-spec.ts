import { readFile } from 'node:fs/promises';
import { Person, useBrowser } from './browser.spec-support.ts';
import { drawPictures } from './pictures.spec-support.ts';
import { eventually } from './server.spec-support.ts';
import { aLibrary, aPost, aReadyPhoto, type Library } from './library.spec-support.ts';

describe('every screen', () => {
  const used = useBrowser();
  let library: Library;
  let post: Awaited<ReturnType<typeof aPost>>;
  beforeAll(async () => {
    library = await aLibrary(used.server);
    const photoId = await aReadyPhoto(used.server, library);
    post = await aPost(used.server, library, photoId);
    await used.server.api('POST', `/pillars/${library.pillarId}/suggestions`, { count: 1 });
    await used.server.api('POST', '/servers', { name: 'workshop', baseUrl: 'http://127.0.0.1:9' });
    await used.server.api('POST', `/runs/${library.runId}/generation`, { maxChildren: 8 });
    await used.server.api('POST', `/personas/${library.personaId}/gap-analyses`, {});
  }, 60_000);

  const screens = (): [path: string, heading: string | RegExp, title: string][] => [
    ['/', 'Today', 'Today'],
    ['/personas', 'Personas', 'Personas'],
    [`/personas/${library.personaId}`, 'north quay', 'north quay'],
    [`/personas/${library.personaId}/suggestions`, 'Suggestions', 'Suggestions'],
    ['/clusters', 'Clusters', 'Clusters'],
    [`/clusters/${library.clusterId}`, 'Morning coffee', 'Morning coffee'],
    ['/runs', 'Runs', 'Runs'],
    [`/runs/${library.runId}`, 'study 1', 'study 1'],
    [`/runs/${library.runId}/vote`, 'Which is better?', 'Vote'],
    [`/runs/${library.runId}/candidates`, 'Candidates of study 1', 'Candidates'],
    ['/links', 'Links', 'Links'],
    ['/photos', 'Photos', 'Photos'],
    ['/calendar?date=2031-03-12', 'Calendar', 'Calendar'],
    ['/calendar?date=2031-03-12&view=week', 'Calendar', 'Calendar'],
    ['/posts', 'Posts', 'Posts'],
    [`/posts/${post.postId}`, 'Dusk at the quay', 'Post'],
    [`/accounts/${post.accountId}`, /^by hand/, 'Account'],
    ['/settings/keys', 'Keys', 'Keys'],
    ['/settings/sessions', 'Sessions', 'Sessions'],
    ['/settings/servers', 'Servers', 'Servers'],
    ['/jobs', 'Jobs', 'Jobs'],
    ['/pipelines', 'Pipelines', 'Pipelines'],
    [`/pipelines/${library.pipelineId}`, 'still life', 'still life'],
    ['/nowhere', 'Nothing here', 'Nothing here'],
  ];

  /** In the light theme everything is looked at, in the dark one only the colours. */
  const inBothThemes = async (person: Person, what: string): Promise<string[]> => {
    await person.page.emulateMedia({ colorScheme: 'light' });
    const light = await person.violations();
    await person.page.emulateMedia({ colorScheme: 'dark' });
    await person.page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    const dark = await person.violations({ colours: true });
    return [...light, ...dark].map((one) => `${what} ${one}`);
  };

  it('is accessible in both themes, has one main, one h1 and its title, and fits on a phone', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    await person.signIn(await used.server.adminKey());
    const found: string[] = [];
    for (const [path, heading, title] of screens()) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto(used.server.base + path);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      expect(await page.title()).toBe(`${title} · Trellis`);
      expect(await page.getByRole('main').count()).toBe(1);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      found.push(...(await inBothThemes(person, path)));
      await page.setViewportSize({ width: 390, height: 844 });
      const width = await page.locator('body').evaluate((body) => body.scrollWidth);
      if (width > 390) found.push(`${path} is ${width} px wide on a phone`);
    }
    expect(found).toEqual([]);
    expect(person.faults).toEqual([]);
  }, 180_000);

  it('is accessible with its dialogs open, in both themes', async () => {
    const person = await Person.in(used.browser, used.server, { width: 390, height: 844 });
    const { page } = person;
    await person.signIn(await used.server.adminKey());
    const found: string[] = [];
    for (const [path, button, dialog] of [
      ['/personas', 'New persona', 'New persona'],
      [`/personas/${library.personaId}`, 'New pillar', 'New pillar'],
      ['/clusters', 'New cluster', 'New cluster'],
      [`/clusters/${library.clusterId}`, 'New run', 'New run'],
      ['/pipelines', 'New pipeline', 'New pipeline'],
      [`/runs/${library.runId}`, 'Complete run', 'Complete run?'],
      [`/runs/${library.runId}`, 'Fail run', 'Fail run?'],
      [`/runs/${library.runId}/candidates`, 'Candidate 1', 'Candidate'],
      ['/photos', /^Open .+\.png/, 'Photo'],
      ['/calendar?date=2031-03-12', 'Plan', 'Plan posts'],
      [`/posts/${post.postId}`, 'Cancel post', 'Cancel this post?'],
      [`/personas/${library.personaId}`, 'New account', 'New account'],
      [`/personas/${library.personaId}`, 'Compare', 'Kept gaps'],
      [`/personas/${library.personaId}`, 'Create cluster for Daily', 'New cluster'],
      [`/personas/${library.personaId}/suggestions`, /^Accept /, 'Accept the idea'],
      [`/personas/${library.personaId}/suggestions`, /^Reject /, 'Reject the idea?'],
      ['/settings/servers', 'New server', 'New server'],
      ['/settings/servers', 'Remove workshop', 'Remove workshop?'],
      ['/', 'Search', 'Search or do'],
    ] as const) {
      await page.goto(used.server.base + path);
      const opens = page.getByRole('button', { name: button, exact: true });
      await (button === 'Candidate 1' ? opens.dblclick() : opens.click());
      await page.getByRole('dialog', { name: dialog }).waitFor();
      found.push(...(await inBothThemes(person, dialog)));
    }
    await page.goto(`${used.server.base}/photos`);
    await page.getByRole('checkbox', { name: 'Select 1' }).check();
    for (const [button, dialog] of [
      ['Tag', 'Tag the photo'],
      ['Move', 'Move the photo'],
      ['Create post', 'New post with the photo'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.getByRole('dialog', { name: dialog }).waitFor();
      found.push(...(await inBothThemes(person, dialog)));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    expect(found).toEqual([]);
    expect(person.faults).toEqual([]);
  }, 120_000);

  it('shows what a person typed as text', async () => {
    const person = await Person.in(used.browser, used.server);
    const name = `<script>alert(1)</script>‮javascript:alert(1) ${'😀'.repeat(60)}`;
    const hostile = await aLibrary(used.server, { candidates: 0, name });
    const { personaId, clusterId, runId, pipelineId } = hostile;
    await used.server.api('PATCH', `/personas/${personaId}`, { captionConfig: { tone: name } });
    await used.server.api('PATCH', `/pillars/${hostile.pillarId}`, { name });
    await used.server.api('POST', `/pillars/${hostile.pillarId}/suggestions`, { count: 2 });
    await used.server.api('PATCH', `/runs/${runId}`, { prompt: name + '😀'.repeat(200), name });
    await used.server.api('PATCH', `/pipelines/${pipelineId}`, { name });
    await used.server.api('PATCH', `/clusters/${clusterId}`, { name });
    const form = new FormData();
    const [file = ''] = drawPictures(1);
    form.append(
      'files',
      new Blob([await readFile(file)], { type: 'image/png' }),
      '<img src=x onerror=alert(1)>‮gpj.png',
    );
    await used.server.api('POST', `/clusters/${clusterId}/photos`, form);
    const { items } = await used.server.api<{ items: { id: string }[] }>('GET', `/clusters/${clusterId}/photos`);
    const photoId = items[0]?.id ?? '';
    await used.server.api('PATCH', `/photos/${photoId}`, {
      altText: name + '😀'.repeat(200),
      tags: ['<script>alert(1)</script>'],
    });
    await used.server.api('POST', `/runs/${runId}/failure`, { reason: name });
    await person.signIn(await used.server.adminKey());
    for (const path of [
      `/personas/${personaId}`,
      `/personas/${personaId}/suggestions`,
      '/',
      '/personas',
      '/clusters',
      `/clusters/${clusterId}`,
      '/runs',
      `/runs/${runId}`,
      '/pipelines',
      `/pipelines/${pipelineId}`,
      `/photos?photo=${photoId}`,
    ]) {
      await person.page.goto(used.server.base + path);
      const typed = person.page.locator('main, [role="dialog"]').getByText('<script>alert(1)</script>');
      const field = person.page.locator('input, textarea');
      await eventually(`the name on ${path}`, async () => {
        const values = await field.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
        return (await typed.count()) > 0 || values.some((value) => value.includes('<script>')) ? true : undefined;
      });
      expect(await person.page.locator('script:not([src]), img[onerror]').count()).toBe(0);
    }
    expect(person.faults).toEqual([]);
  }, 90_000);
});
