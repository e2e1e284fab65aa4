import { aLibrary, aReadyPhoto, type Library } from './library.spec-support.ts';
import { usePresses } from './keys.spec-support.ts';

describe('every key', () => {
  const { used, own, press, open, heading, said } = usePresses('everywhere', 'photos', 'form', 'links');
  let library: Library;
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 1 });
    await aReadyPhoto(used.server, library);
  }, 120_000);

  it('works everywhere', async () => {
    const { page } = own;
    await open('/');
    for (const name of ['Personas', 'Clusters', 'Runs', 'Photos', 'Links', 'Calendar', 'Today']) {
      await press('everywhere', `go ${name}`);
      await heading(name);
    }
    await press('everywhere', 'help');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await press('everywhere', 'close');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press('everywhere', 'palette');
    await page.getByRole('combobox', { name: 'Search or do' }).waitFor();
    await page.keyboard.press('Escape');
    await open('/runs');
    await press('everywhere', 'filter');
    expect(await page.getByRole('textbox', { name: 'Filter' }).evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
    await open('/personas');
    await press('everywhere', 'undo');
    await said('Nothing of this screen can be undone');
  }, 60_000);

  it('works with photos and in forms', async () => {
    const { page } = own;
    await open('/photos');
    await page.getByRole('gridcell').first().waitFor();
    await press('photos', 'star');
    await said('1 photo starred');
    await press('photos', 'tag');
    const tagging = page.getByRole('dialog', { name: 'Tag the photo' });
    await tagging.getByRole('textbox', { name: 'Tag' }).fill('morning');
    await press('form', 'save');
    await tagging.waitFor({ state: 'detached' });
    await said('1 photo tagged “morning”');
    await press('photos', 'move');
    const moving = page.getByRole('dialog', { name: 'Move the photo' });
    await moving.waitFor();
    await page.keyboard.press('Escape');
    await moving.waitFor({ state: 'detached' });
    await press('grid', 'zoom');
    await page.getByRole('dialog', { name: 'Photo' }).locator('img.whole').waitFor();
  }, 60_000);

  it('works with links', async () => {
    const { page } = own;
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    const { id: pipelineId } = await used.server.api<{ id: string }>('POST', '/pipelines', { name: 'empty', steps });
    for (const name of ['loose 1', 'loose 2']) {
      const { id } = await used.server.api<{ id: string }>('POST', '/runs', { pipelineId, name });
      await used.server.api('POST', `/runs/${id}/completion`);
    }
    await open('/links?state=skipped');
    const current = page.locator('tr[aria-current="true"]');
    await current.getByText('loose 2').waitFor();
    await press('links', 'down');
    await current.getByText('loose 1').waitFor();
    await press('links', 'up');
    await current.getByText('loose 2').waitFor();
    await press('links', 'select');
    await page.getByRole('toolbar', { name: 'Selection' }).getByText('1 selected').waitFor();
    await press('links', 'retry');
    await said('1 link is tried again');
    // What is tried again is pending for a moment, and not in this list.
    await current.getByText(/^loose \d$/).waitFor();
    await press('links', 'open');
    await heading(/^loose \d$/);
  }, 60_000);
});
