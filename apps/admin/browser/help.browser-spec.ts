import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary, type Library } from './library.spec-support.ts';

describe('every screen', () => {
  const used = useBrowser();
  let library: Library;
  beforeAll(async () => {
    library = await aLibrary(used.server);
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
      ['k', 'Calendar'],
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
