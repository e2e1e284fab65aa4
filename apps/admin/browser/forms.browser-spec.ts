import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary, aReadyPhoto, type Library } from './library.spec-support.ts';
import { eventually } from './server.spec-support.ts';

describe('what a person changes', () => {
  const used = useBrowser();
  let library: Library;
  let photoId: string;
  let person: Person;
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 4 });
    photoId = await aReadyPhoto(used.server, library);
    person = await Person.in(used.browser, used.server);
    await person.signIn(await used.server.adminKey());
  }, 120_000);
  /** Conflicts are what some of these test. */
  afterEach(() => expect(person.faults.splice(0).filter((fault) => !fault.includes('412'))).toEqual([]));

  const open = (path: string) => person.page.goto(used.server.base + path);
  const said = (text: string | RegExp) => person.page.getByRole('status').getByText(text).last().waitFor();
  const button = (name: string) => person.page.getByRole('button', { name, exact: true });

  it('of a persona is saved together, and a conflict loses nothing', async () => {
    const { page } = person;
    const path = `/personas/${library.personaId}`;
    await open(path);
    expect(await button('Save').isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Tone' }).fill('warm');
    await page.getByLabel('Most hashtags').fill('7');
    await used.server.api('PATCH', path, { hashtagStrategy: { maxTags: 3 } });
    await page.keyboard.press('Control+Enter');
    const conflict = page.getByRole('alert').filter({ hasText: 'changed by key:admin since you opened it' });
    await conflict.waitFor();
    expect(await page.getByRole('textbox', { name: 'Tone' }).inputValue()).toBe('warm');
    await button('Keep mine').click();
    await said('The persona is saved');
    expect(await used.server.api('GET', path)).toMatchObject({
      captionConfig: { tone: 'warm' },
      hashtagStrategy: { maxTags: 7 },
    });
  }, 60_000);

  it('of a pipeline is checked in place, and keeps the other steps', async () => {
    const { page } = person;
    const path = `/pipelines/${library.pipelineId}`;
    await open(path);
    await button('Add step').click();
    const second = page.getByRole('region', { name: 'Step 2' });
    await second.getByRole('textbox', { name: 'Name' }).fill('Upscale');
    await second.getByRole('textbox', { name: 'Workflow template' }).fill('{ "seed": {{seed}} ');
    await second
      .getByRole('alert')
      .getByText(/^Not JSON/)
      .waitFor();
    await second.getByRole('textbox', { name: 'Workflow template' }).fill('{ "nodes": [{ "id": 1 }], "links": [] }');
    await second
      .getByRole('alert')
      .getByText(/^Saved by the editor/)
      .waitFor();
    await second.getByRole('textbox', { name: 'Workflow template' }).fill('{ "seed": {{seed}} }');
    await button('Save').click();
    await said('The pipeline is saved');
    const { steps } = await used.server.api<{ steps: { name: string }[] }>('GET', path);
    expect(steps.map(({ name }) => name)).toEqual(['Base', 'Upscale']);
    await page.getByRole('region', { name: 'Step 2' }).getByRole('button', { name: 'Remove step' }).click();
    await button('Save').click();
    await eventually('one step', async () => {
      const now = await used.server.api<{ steps: object[] }>('GET', path);
      return now.steps.length === 1 ? true : undefined;
    });
  }, 60_000);

  it('of a run: the best go on, it fails with a reason, and is opened again', async () => {
    const { page } = person;
    await open(`/runs/${library.runId}/candidates`);
    await page.getByLabel('How many go on').fill('2');
    await eventually('two that will advance', async () =>
      (await page.getByText('will advance').count()) === 2 ? true : undefined,
    );
    await button('Approve step').click();
    await said('Base is approved: 2 go on');
    await open(`/runs/${library.runId}`);
    await page
      .getByRole('table', { name: 'Steps' })
      .getByText(/2 go on/)
      .waitFor();
    await button('Fail run').click();
    const dialog = page.getByRole('dialog', { name: 'Fail run?' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('out of memory');
    await dialog.getByRole('button', { name: 'Fail run' }).click();
    await page.getByRole('main').getByText('out of memory').waitFor();
    await button('Retry run').click();
    await button('Complete run').waitFor();
    await page
      .getByRole('region', { name: 'History' })
      .getByText(/failed, key:admin/)
      .waitFor();
  }, 60_000);

  it('of photos: stars, tags and deletions, each with its way back', async () => {
    const { page } = person;
    await open('/photos');
    await page.getByRole('checkbox', { name: 'Select 1' }).check();
    await button('Star').click();
    await said('1 photo starred');
    await button('Undo').click();
    await said('Undone');
    expect(await used.server.api('GET', `/photos/${photoId}`)).toMatchObject({ starred: false });
    await button('Delete').click();
    await said('1 photo deleted');
    await page.getByText('No photo is like this').waitFor();
    await page.keyboard.press('u');
    await said('Undone');
    await page.getByRole('gridcell').first().waitFor();
    expect(await used.server.api('GET', `/photos/${photoId}`)).toMatchObject({ id: photoId });
    await open(`/photos?photo=${photoId}`);
    await page.getByRole('combobox', { name: 'Tags' }).fill('morning');
    await page.keyboard.press('Enter');
    await eventually('the tag', async () => {
      const { tags } = await used.server.api<{ tags: string[] }>('GET', `/photos/${photoId}`);
      return tags.join() === 'morning' ? true : undefined;
    });
  }, 60_000);
});
