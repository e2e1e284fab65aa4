import { aLibrary, type Library } from './library.spec-support.ts';
import { usePresses } from './keys.spec-support.ts';

describe('every key', () => {
  const { used, own, press, open, said, until } = usePresses('grid', 'candidates', 'loupe', 'compare');
  let library: Library;
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 6 });
  }, 120_000);

  it('works in the grid of candidates, the loupe and the comparison', async () => {
    const { page } = own;
    await open(`/runs/${library.runId}/candidates`);
    const current = () => page.locator('.tile[aria-current="true"]').getAttribute('aria-label');
    const at = (n: number) => until(`candidate ${n}`, async () => (await current()) === `Candidate ${n}`);
    await at(1);
    const columns = await page.getByRole('row').first().getByRole('gridcell').count();
    await press('grid', 'right');
    await at(2);
    await press('grid', 'left');
    await at(1);
    await press('grid', 'down');
    await at(Math.min(1 + columns, 6));
    await press('grid', 'up');
    await at(1);
    const selected = (n: number) =>
      page.getByRole('toolbar', { name: 'Selection' }).getByText(`${n} selected`).waitFor();
    await press('grid', 'select');
    await selected(1);
    await press('grid', 'select right');
    await selected(2);
    await press('grid', 'compare');
    await page.getByRole('dialog', { name: 'Compare' }).waitFor();
    await press('compare', 'zoom');
    await page.locator('.compare img.whole').first().waitFor();
    await press('compare', 'close');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press('grid', 'select left');
    await press('grid', 'select down');
    await press('grid', 'select up');
    await press('grid', 'all');
    await selected(6);
    await page.getByRole('button', { name: 'Clear' }).click();
    const width = async () => (await page.locator('.tile').first().boundingBox())?.width ?? 0;
    const before = await width();
    await press('grid', 'larger');
    await until('larger tiles', async () => (await width()) > before);
    await press('grid', 'smaller');
    await until('tiles as before', async () => Math.abs((await width()) - before) < 1);
    for (const key of ['Space', 'Enter']) {
      await page.getByRole('heading', { level: 1 }).click();
      await press('grid', 'loupe', key);
      await page.getByRole('dialog', { name: 'Candidate' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await press('grid', 'zoom');
    const loupe = page.getByRole('dialog', { name: 'Candidate' });
    await loupe.locator('img.whole').waitFor();
    await press('loupe', 'zoom');
    await loupe.locator('img.whole').waitFor({ state: 'detached' });
    await loupe.getByRole('img', { name: 'Candidate 1 of 6' }).waitFor();
    await press('loupe', 'next');
    await loupe.getByRole('img', { name: 'Candidate 2 of 6' }).waitFor();
    await press('loupe', 'previous');
    await loupe.getByRole('img', { name: 'Candidate 1 of 6' }).waitFor();
    await press('loupe', 'information');
    await loupe.getByText(/^Elo/).waitFor({ state: 'detached' });
    await press('loupe', 'information');
    await loupe.getByText(/^Elo/).waitFor();
    await press('loupe', 'winner');
    await said('The winner is chosen');
    await press('loupe', 'next');
    await loupe.getByRole('img', { name: 'Candidate 2 of 6' }).waitFor();
    await press('loupe', 'reject');
    await said('1 rejected');
    await press('loupe', 'close');
    await loupe.waitFor({ state: 'detached' });
    await press('candidates', 'winner');
    await said('The winner is chosen');
    await press('grid', 'right');
    await press('candidates', 'reject');
    await until('two rejected', async () => (await page.getByRole('gridcell').count()) === 4);
  }, 120_000);
});
