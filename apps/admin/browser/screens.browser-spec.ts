import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary, type Library } from './library.spec-support.ts';

describe('every screen', () => {
  const used = useBrowser();
  let library: Library;
  beforeAll(async () => {
    library = await aLibrary(used.server);
  }, 60_000);

  const screens = (): [path: string, heading: string, title: string][] => [
    ['/', 'Today', 'Today'],
    ['/personas', 'Personas', 'Personas'],
    [`/personas/${library.personaId}`, 'north quay', 'north quay'],
    ['/clusters', 'Clusters', 'Clusters'],
    [`/clusters/${library.clusterId}`, 'Morning coffee', 'Morning coffee'],
    ['/runs', 'Runs', 'Runs'],
    [`/runs/${library.runId}`, 'study 1', 'study 1'],
    [`/runs/${library.runId}/vote`, 'Which is better?', 'Vote'],
    [`/runs/${library.runId}/candidates`, 'Candidates of study 1', 'Candidates'],
    ['/links', 'Links', 'Links'],
    ['/photos', 'Photos', 'Photos'],
    ['/settings/keys', 'Keys', 'Keys'],
    ['/settings/sessions', 'Sessions', 'Sessions'],
    ['/pipelines', 'Pipelines', 'Pipelines'],
    [`/pipelines/${library.pipelineId}`, 'still life', 'still life'],
    ['/nowhere', 'Nothing here', 'Nothing here'],
  ];

  it.each(['light', 'dark'] as const)(
    'is accessible, with one main, one h1 and its title, %s',
    async (scheme) => {
      const person = await Person.in(used.browser, used.server);
      await person.page.emulateMedia({ colorScheme: scheme });
      await person.signIn(await used.server.adminKey());
      const found: string[] = [];
      for (const [path, heading, title] of screens()) {
        await person.page.goto(used.server.base + path);
        await person.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
        expect(await person.page.title()).toBe(`${title} · Trellis`);
        expect(await person.page.getByRole('main').count()).toBe(1);
        expect(await person.page.getByRole('heading', { level: 1 }).count()).toBe(1);
        found.push(...(await person.violations({ colours: scheme === 'dark' })).map((one) => `${path} ${one}`));
      }
      expect(found).toEqual([]);
      expect(person.faults).toEqual([]);
    },
    120_000,
  );

  it('is accessible with its dialogs open, and on a phone', async () => {
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
      ['/', 'Search', 'Search or do'],
    ] as const) {
      await page.goto(used.server.base + path);
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.getByRole('dialog', { name: dialog }).waitFor();
      found.push(...(await person.violations()).map((one) => `${dialog}: ${one}`));
    }
    for (const [path] of screens()) {
      await page.goto(used.server.base + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const width = await page.locator('body').evaluate((body) => body.scrollWidth);
      if (width > 390) found.push(`${path} is ${width} px wide on a phone`);
    }
    expect(found).toEqual([]);
    expect(person.faults).toEqual([]);
  }, 120_000);

  it('shows what a person typed as text', async () => {
    const person = await Person.in(used.browser, used.server);
    const name = `<script>alert(1)</script>‮javascript:alert(1) ${'😀'.repeat(60)}`;
    const hostile = await aLibrary(used.server, { candidates: 0, name });
    await person.signIn(await used.server.adminKey());
    for (const path of [`/personas/${hostile.personaId}`, '/personas', '/clusters']) {
      await person.page.goto(used.server.base + path);
      await person.page.getByText('<script>alert(1)</script>').first().waitFor({ state: 'attached' });
    }
    expect(await person.page.locator('script:not([src])').count()).toBe(0);
    expect(person.faults).toEqual([]);
  }, 60_000);

  it('lists in its help the keys that work there, and no others', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    await person.signIn(await used.server.adminKey(), `/runs/${library.runId}/vote`);
    await page.getByRole('button', { name: 'A is better' }).waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.waitFor();
    expect(await help.getByRole('table').count()).toBe(2);
    expect(await help.getByRole('table', { name: 'Vote' }).getByRole('row').count()).toBe(14);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    for (const [key, heading] of [
      ['t', 'Today'],
      ['p', 'Personas'],
      ['c', 'Clusters'],
      ['r', 'Runs'],
      ['h', 'Photos'],
      ['l', 'Links'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    }
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('nothing like this');
    await page.getByText('No run is like this').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('nothing like this');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or do' }).fill('morning');
    await page
      .getByRole('option', { name: /Morning coffee/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Morning coffee' }).waitFor();
    expect(person.faults).toEqual([]);
  }, 60_000);
});
