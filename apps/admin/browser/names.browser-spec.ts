import type { Page } from 'playwright-core';
import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary, aPost, aReadyPhoto, type Library } from './library.spec-support.ts';

type Role = Parameters<Page['getByRole']>[0];

/** The names by which programs and screen readers find things. */
describe('the accessible names', () => {
  const used = useBrowser();
  let library: Library;
  let photoId: string;
  let person: Person;
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 3 });
    photoId = await aReadyPhoto(used.server, library);
    person = await Person.in(used.browser, used.server);
  }, 120_000);
  afterEach(() => expect(person.faults).toEqual([]));

  const open = (path: string) => person.page.goto(used.server.base + path);
  const has = async (...names: [Role, string][]) => {
    for (const [role, name] of names) await person.page.getByRole(role, { name, exact: true }).first().waitFor();
  };

  it('are those of the shell', async () => {
    await open('/');
    await has(['heading', 'Sign in to Trellis'], ['textbox', 'API key'], ['button', 'Sign in']);
    await person.signIn(await used.server.adminKey());
    await has(['navigation', 'Main'], ['link', 'Skip to content'], ['button', 'Sign out']);
    const links = person.page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    expect(await links.allTextContents()).toEqual([
      'Today',
      'Personas',
      'Clusters',
      'Runs',
      'Photos',
      'Links',
      'Calendar',
      'Pipelines',
      'Settings',
    ]);
  }, 60_000);

  it('are those of planning', async () => {
    await open('/personas');
    await has(['button', 'New persona']);
    await open(`/personas/${library.personaId}`);
    await has(['button', 'New pillar'], ['spinbutton', 'Weight'], ['meter', 'Weights in use']);
    await has(
      ['button', 'Create cluster for Daily'],
      ['table', 'Gaps'],
      ['button', 'Keep these gaps'],
      ['button', 'Compare'],
    );
    for (const column of ['Pillar', 'Needed', 'Ready', 'Gap', 'Why'])
      await person.page.getByRole('table', { name: 'Gaps' }).getByRole('columnheader', { name: column }).waitFor();
    await open(`/personas/${library.personaId}/suggestions`);
    await has(['button', 'Suggest ideas'], ['combobox', 'Pillar'], ['combobox', 'Cluster'], ['spinbutton', 'Ideas']);
    await open('/clusters');
    await has(['button', 'New cluster']);
    await person.page.getByRole('button', { name: 'New cluster' }).click();
    await has(['dialog', 'New cluster'], ['combobox', 'Pillar'], ['textbox', 'Name'], ['button', 'Create']);
    await open(`/clusters/${library.clusterId}`);
    await has(['button', 'Upload photos'], ['region', 'Photos'], ['region', 'Runs'], ['button', 'New run']);
    await person.page.getByRole('button', { name: 'New run' }).click();
    await has(['combobox', 'Pipeline']);
  }, 60_000);

  it('are those of a run, of voting and of candidates', async () => {
    await open(`/runs/${library.runId}`);
    await has(['button', 'Vote'], ['button', 'Candidates'], ['button', 'Complete run'], ['button', 'Approve step']);
    await has(['status', 'Link']);
    await open(`/runs/${library.runId}/vote`);
    await has(['heading', 'Which is better?'], ['status', 'Votes']);
    const shortcuts = { 'A is better': 'ArrowLeft', 'B is better': 'ArrowRight', Draw: 'ArrowDown', Skip: 'S' };
    for (const [name, key] of Object.entries({
      ...shortcuts,
      Undo: 'U',
      'Reject A': 'Shift+ArrowLeft',
      'Reject B': 'Shift+ArrowRight',
    })) {
      const button = person.page.getByRole('button', { name, exact: true });
      await button.waitFor();
      expect(await button.getAttribute('aria-keyshortcuts')).toMatch(new RegExp(`^${key.replace('+', '\\+')}\\b`));
    }
    expect(await person.page.getByRole('main').getByRole('img').count()).toBe(2);
    await open(`/runs/${library.runId}/candidates`);
    await has(['grid', 'Candidates'], ['combobox', 'Sort by'], ['combobox', 'Step'], ['button', 'Make winner']);
    await has(['checkbox', 'Select 3'], ['img', 'Candidate 3 of 3']);
    expect(await person.page.getByRole('grid', { name: 'Candidates' }).getByRole('gridcell').count()).toBe(3);
    await person.page.getByRole('checkbox', { name: 'Select 1' }).check();
    await has(['toolbar', 'Selection'], ['button', 'Reject'], ['button', 'Compare'], ['button', 'Clear']);
    await person.page.keyboard.press('Enter');
    await has(['dialog', 'Candidate'], ['button', 'Next'], ['button', 'Previous'], ['button', 'Close']);
  }, 60_000);

  it('are those of photos and links', async () => {
    await open(`/photos?photo=${photoId}`);
    await has(['dialog', 'Photo'], ['group', 'Crop'], ['button', 'Apply crop'], ['textbox', 'Alt text']);
    await has(['link', 'Public picture'], ['button', 'Next'], ['button', 'Previous'], ['button', 'Close']);
    for (const mode of ['Centre', 'Attention', 'Entropy', 'Pad'])
      await person.page.getByRole('group', { name: 'Crop' }).getByRole('button', { name: mode, exact: true }).waitFor();
    const loose = { pipelineId: library.pipelineId, name: 'loose' };
    const { id } = await used.server.api<{ id: string }>('POST', '/runs', loose);
    await used.server.api('POST', `/runs/${id}/completion`);
    await open('/links');
    await has(['table', 'Links'], ['combobox', 'State'], ['combobox', 'Reason'], ['button', 'Retry']);
    await has(['button', 'Retry all shown']);
    await open(`/runs/${id}`);
    await has(['button', 'Retry link']);
    await person.page.getByRole('status', { name: 'Link' }).getByText('skipped (no_cluster)').waitFor();
  }, 60_000);

  it('are those of the calendar', async () => {
    await aPost(used.server, library, photoId);
    await open('/calendar?date=2031-03-12');
    await has(['heading', 'Calendar'], ['grid', 'Calendar'], ['button', 'Previous month'], ['button', 'Next month']);
    await has(['button', 'Today'], ['button', '18:30 Dusk at the quay']);
  }, 60_000);

  it('are those of generation', async () => {
    await open('/settings/servers');
    await has(['button', 'New server']);
    await open('/jobs');
    await has(['combobox', 'State']);
    await open(`/runs/${library.runId}`);
    await has(['region', 'Generation'], ['spinbutton', 'Pictures to make'], ['button', 'Start generation']);
  }, 60_000);

  it('are those of help, palette and refusals', async () => {
    await open('/personas');
    await has(['button', 'New persona']);
    await person.page.keyboard.press('?');
    await has(['dialog', 'Keyboard shortcuts']);
    await person.page.keyboard.press('Escape');
    await person.page.keyboard.press('Control+k');
    await has(['combobox', 'Search or do']);
    await person.page.keyboard.press('Escape');
    await person.page.getByRole('button', { name: 'New persona' }).click();
    await has(['dialog', 'New persona'], ['textbox', 'Name']);
    await person.page.getByRole('textbox', { name: 'Name' }).fill('north quay');
    await person.page.getByRole('button', { name: 'Create' }).click();
    await person.page
      .getByRole('dialog')
      .getByRole('alert')
      .filter({ hasText: /persona/ })
      .waitFor();
    // The refusal is what is tested.
    expect(person.faults.splice(0).filter((fault) => !fault.includes('409'))).toEqual([]);
  }, 60_000);

  it('show a conflict of a weight with both values, and lose neither', async () => {
    await open(`/personas/${library.personaId}`);
    const weight = person.page.getByRole('spinbutton', { name: 'Weight' });
    await weight.fill('35');
    await used.server.api('PATCH', `/pillars/${library.pillarId}`, { weight: 20 });
    await weight.press('Enter');
    const conflict = person.page.getByRole('alert').getByText(/^changed by key:admin since you opened it/);
    await conflict.waitFor();
    expect(await conflict.textContent()).toMatch(/20 %\. Yours: 35 %/);
    await person.page.getByRole('button', { name: 'Keep mine' }).click();
    await person.page.getByRole('status').getByText('Daily: 35 %').waitFor();
    await person.page.getByRole('button', { name: 'Undo' }).click();
    await person.page.getByRole('status').getByText('Undone').waitFor();
    expect(await weight.inputValue()).toBe('20 %');
    expect(person.faults.splice(0).filter((fault) => !fault.includes('412'))).toEqual([]);
  }, 60_000);
});
