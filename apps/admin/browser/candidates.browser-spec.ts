import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary, type Library } from './library.spec-support.ts';
import { eventually } from './server.spec-support.ts';

interface Candidate {
  status: string;
  isWinner: boolean;
}

describe('candidates', () => {
  const used = useBrowser();
  let library: Library;
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 4 });
  }, 60_000);
  const states = async () => {
    const { items } = await used.server.api<{ items: Candidate[] }>('GET', `/runs/${library.runId}/candidates`);
    return items.map(({ status, isWinner }) => (isWinner ? 'winner' : status));
  };
  const become = (wanted: string[]) =>
    eventually(`the candidates to be ${wanted.join()}`, async () =>
      (await states()).join() === wanted.join() ? true : undefined,
    );

  it('are selected, rejected, restored, opened and chosen by keys', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    await person.signIn(await used.server.adminKey(), `/runs/${library.runId}/candidates`);
    const cells = page.getByRole('grid', { name: 'Candidates' }).getByRole('gridcell');
    await cells.first().waitFor();
    const shown = (count: number) =>
      eventually(`${count} tiles`, async () => ((await cells.count()) === count ? true : undefined));
    await shown(4);
    for (const key of ['ArrowRight', 'x', 'Shift+ArrowRight']) await page.keyboard.press(key);
    await page.getByRole('toolbar', { name: 'Selection' }).getByText('2 selected').waitFor();
    expect(await page.getByRole('checkbox', { name: 'Select 2' }).isChecked()).toBe(true);
    await page.keyboard.press('r');
    await shown(2);
    await page.getByRole('status').getByText('2 rejected').waitFor();
    await become(['active', 'rejected', 'rejected', 'active']);
    // The way back outlives a reload of the page.
    await page.reload();
    await page.getByRole('status').getByText('2 rejected').waitFor();
    await page.keyboard.press('u');
    await become(['active', 'active', 'active', 'active']);
    await shown(4);
    await page.getByRole('gridcell').nth(2).getByRole('button').click();
    await page.keyboard.press('w');
    await page.getByRole('status').getByText('The winner is chosen').waitFor();
    await become(['active', 'active', 'winner', 'active']);
    const address = page.url();
    await page.keyboard.press(' ');
    const loupe = page.getByRole('dialog', { name: 'Candidate' });
    await loupe.getByRole('img', { name: 'Candidate 3 of 4' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await loupe.getByRole('img', { name: 'Candidate 4 of 4' }).waitFor();
    await loupe.getByRole('button', { name: 'Previous' }).click();
    await loupe.getByRole('img', { name: 'Candidate 3 of 4' }).waitFor();
    await page.keyboard.press('Escape');
    await loupe.waitFor({ state: 'detached' });
    expect(page.url()).toBe(address);
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Elo');
    await eventually('the address', () => (page.url().includes('sort=elo') ? true : undefined));
    // The same address in another browser shows the same.
    const other = await Person.in(used.browser, used.server);
    await other.signIn(await used.server.adminKey(), page.url().slice(used.server.base.length));
    await other.page.getByRole('heading', { name: 'Candidates of study 1' }).waitFor();
    expect(await other.page.getByRole('combobox', { name: 'Sort by' }).inputValue()).toBe('elo');
    expect(await other.page.locator('.tile[aria-current="true"]').getAttribute('aria-label')).toBe(
      await page.locator('.tile[aria-current="true"]').getAttribute('aria-label'),
    );
    expect([...person.faults, ...other.faults]).toEqual([]);
  }, 90_000);
});
