import { readFile } from 'node:fs/promises';
import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary, type Library } from './library.spec-support.ts';
import { drawPictures } from './pictures.spec-support.ts';
import { eventually } from './server.spec-support.ts';

interface Photo {
  id: string;
  readiness: { state: string };
  altText: string | null;
}

describe('photos', () => {
  const used = useBrowser();
  let library: Library;
  let photos: Photo[];
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 0 });
    // Too tall for Instagram, so that it needs a crop.
    const form = new FormData();
    for (const [n, file] of drawPictures(2, { height: 1600 }).entries())
      form.append('files', new Blob([await readFile(file)], { type: 'image/png' }), `tall ${n}.png`);
    await used.server.api('POST', `/clusters/${library.clusterId}/photos`, form);
    photos = await eventually('the photos to be rendered', async () => {
      const { items } = await used.server.api<{ items: Photo[] }>('GET', '/photos');
      return items.length === 2 && items.every(({ readiness }) => readiness.state === 'needs_crop') ? items : undefined;
    });
  }, 120_000);

  it('are opened in the loupe, cropped, described, and Back is the list with its filter', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    await person.signIn(await used.server.adminKey(), '/photos?readiness=needs_crop');
    await page
      .getByRole('button', { name: /^Open tall/ })
      .first()
      .click();
    const loupe = page.getByRole('dialog', { name: 'Photo' });
    await loupe.getByText('needs crop').waitFor();
    const address = page.url();
    await page.keyboard.press('ArrowRight');
    await eventually('the next photo', () => (page.url() === address ? undefined : true));
    await page.keyboard.press('ArrowLeft');
    await eventually('the photo before', () => (page.url() === address ? true : undefined));
    await loupe.getByRole('group', { name: 'Crop' }).getByRole('button', { name: 'Pad' }).click();
    await loupe.getByRole('button', { name: 'Apply crop' }).click();
    await loupe.getByRole('link', { name: 'Public picture' }).waitFor();
    await loupe.getByRole('textbox', { name: 'Alt text' }).fill('A bottle by the window');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('status').getByText('The alt text is saved').waitFor();
    expect(await person.violations()).toEqual([]);
    await loupe.getByRole('button', { name: 'Close' }).click();
    await loupe.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?readiness=needs_crop');
    expect(person.faults).toEqual([]);
  }, 90_000);

  it('that another person has changed meanwhile show both texts, and lose neither', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    const id = photos[0]?.id ?? '';
    await person.signIn(await used.server.adminKey(), `/photos?photo=${id}`);
    const field = page.getByRole('dialog', { name: 'Photo' }).getByRole('textbox', { name: 'Alt text' });
    await field.fill('mine');
    await used.server.api('PATCH', `/photos/${id}`, { altText: 'theirs' });
    await page.getByRole('button', { name: 'Save alt text' }).click();
    const conflict = page.getByRole('alert').getByText('since you opened it');
    await conflict.waitFor();
    expect(await conflict.textContent()).toMatch(/changed by key:admin .*theirs/s);
    expect(await field.inputValue()).toBe('mine');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByRole('status').getByText('The alt text is saved').waitFor();
    expect(await used.server.api('GET', `/photos/${id}`)).toMatchObject({ altText: 'mine' });
    // The refusal is what is tested.
    expect(person.faults.filter((fault) => !fault.includes('412'))).toEqual([]);
  }, 60_000);

  it('need keys: a new one is shown once, and signs in', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    await person.signIn(await used.server.adminKey(), '/settings/keys');
    await page.getByRole('button', { name: 'New key for a person' }).click();
    await person.create('New key', 'Ada');
    const key = (await page.getByRole('status').locator('pre').textContent()) ?? '';
    expect(key).toMatch(/^trellis_/);
    await page.reload();
    await page.getByRole('table', { name: 'Keys' }).getByText('Ada').waitFor();
    expect(await page.content()).not.toContain(key);
    const ada = await Person.in(used.browser, used.server);
    await ada.signIn(key);
    expect([...person.faults, ...ada.faults]).toEqual([]);
  }, 60_000);
});
