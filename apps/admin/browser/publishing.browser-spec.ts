import { aLibrary, aPost, aReadyPhoto, type Library } from './library.spec-support.ts';
import { usePresses } from './keys.spec-support.ts';

describe('every key', () => {
  const { used, own, press, open, heading, said, until } = usePresses('calendar');
  let library: Library;
  let post: Awaited<ReturnType<typeof aPost>>;
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 1 });
    post = await aPost(used.server, library, await aReadyPhoto(used.server, library));
  }, 120_000);
  const local = async () =>
    (await used.server.api<{ scheduledLocal: string }>('GET', `/posts/${post.postId}`)).scheduledLocal;
  const month = (name: string) => own.page.getByRole('heading', { name, level: 2 }).waitFor();
  const cell = (day: string) => own.page.locator(`[role="gridcell"][data-day="${day}"]`);

  it('works in the calendar, and a post is dragged to another day at the same time', async () => {
    const { page } = own;
    await open('/calendar?date=2031-03-12');
    await month('March 2031');
    await press('calendar', 'next');
    await month('April 2031');
    await press('calendar', 'previous');
    await month('March 2031');
    const shown = page.getByRole('grid', { name: 'Calendar' }).getByRole('button', { name: '18:30 Dusk at the quay' });
    await shown.focus();
    await press('calendar', 'later');
    await said('Moved to 2031-03-13');
    await cell('2031-03-13').getByRole('button', { name: '18:30 Dusk at the quay' }).focus();
    await press('calendar', 'earlier');
    await until('the day before', async () => (await local()) === '2031-03-12T18:30');
    await cell('2031-03-12').getByRole('button', { name: '18:30 Dusk at the quay' }).focus();
    await press('calendar', 'move');
    const moving = page.getByRole('dialog', { name: 'Move the post' });
    await moving.getByLabel('Date').fill('2031-03-20');
    await page.keyboard.press('Enter');
    await moving.waitFor({ state: 'detached' });
    await until('the date of the dialog', async () => (await local()) === '2031-03-20T18:30');
    await cell('2031-03-20').getByRole('button').dragTo(cell('2031-03-21'));
    await until('the day that it was dragged to', async () => (await local()) === '2031-03-21T18:30');
    await said('Moved to 2031-03-21');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await until('the day before the drag', async () => (await local()) === '2031-03-20T18:30');
    await cell('2031-03-20').getByRole('button', { name: '18:30 Dusk at the quay' }).focus();
    await page.getByRole('heading', { level: 1 }).click();
    await press('calendar', 'open');
    await heading('Dusk at the quay');
    await page.goBack();
    await press('calendar', 'today');
    await until('today', () => Promise.resolve(new URL(page.url()).search === ''));
  }, 90_000);
});

describe('a post', () => {
  const { used, own, open, heading, said, until } = usePresses();
  let library: Library;
  let photoId: string;
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 1 });
    photoId = await aReadyPhoto(used.server, library);
  }, 120_000);
  const button = (name: string) => own.page.getByRole('button', { name, exact: true });

  it('is made of a photo, written, scheduled by the plan or a time, posted by hand, and its photo is posted', async () => {
    const { page } = own;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(`/personas/${library.personaId}`);
    await button('New account').click();
    await own.person.create('New account', 'north quay by hand');
    await heading('north quay by hand');
    await button('Add slot').click();
    await page.getByRole('group', { name: 'Slot 1' }).getByLabel('Time', { exact: true }).fill('09:30');
    await button('Save slots').click();
    await said('The slots are saved');
    await open('/photos');
    await page.getByRole('checkbox', { name: 'Select 1' }).check();
    await button('Create post').click();
    const creating = page.getByRole('dialog', { name: 'New post with the photo' });
    await creating.getByRole('button', { name: 'Create post' }).click();
    await heading('Post without a caption (draft)');
    await button('Suggest captions').click();
    await button('Use').first().click();
    const caption = page.getByRole('textbox', { name: 'Caption' });
    await caption.fill('A bottle at dusk');
    await page.getByLabel('Hashtags').first().fill('bottle');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Alt text of picture 1' }).fill('A bottle on a table at dusk');
    await page.getByRole('region', { name: 'Preview' }).getByText('#bottle').waitFor();
    await page.keyboard.press('Control+Enter');
    await said('The post is saved');
    await page
      .getByRole('status', { name: 'Counts' })
      .getByText(/characters/)
      .waitFor();
    await page.getByRole('list', { name: 'Pictures' }).getByText('A bottle on a table at dusk').waitFor();
    await button('Next open slot').click();
    await said('The post is scheduled');
    expect(await used.server.api('GET', `/photos/${photoId}`)).toMatchObject({ heldBy: expect.any(String) as string });
    await button('Publish now').click();
    await said('The post is due now');
    await open('/');
    await page.getByRole('button', { name: 'Post now' }).click();
    await button('Copy caption').click();
    await said('The caption is copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('A bottle at dusk\n\n#');
    await page.getByRole('link', { name: 'Download picture 1' }).waitFor();
    await button('Mark as posted').click();
    const marking = page.getByRole('dialog', { name: 'Mark as posted' });
    await marking.getByLabel('Address of the post').fill('https://example.org/p/1');
    await marking.getByRole('button', { name: 'Mark as posted' }).click();
    await marking.waitFor({ state: 'detached' });
    await page.getByText('published', { exact: true }).first().waitFor();
    await until('the photo to be posted', async () => {
      const photo = await used.server.api<{ postedAt: string | null }>('GET', `/photos/${photoId}`);
      return photo.postedAt !== null;
    });
  }, 120_000);

  it('is in the feed and the table of the calendar', async () => {
    const { page } = own;
    await open(`/calendar?personaId=${library.personaId}`);
    await button('Feed').click();
    const feed = page.getByRole('dialog', { name: 'Calendar feed' });
    await feed.getByRole('button', { name: 'Create feed' }).click();
    const url = (await feed.locator('pre').textContent()) ?? '';
    expect(await (await fetch(url)).text()).toContain('BEGIN:VEVENT');
    await feed.getByRole('button', { name: 'Close dialog' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/^calendar-.*\.csv$/);
  }, 60_000);
});
