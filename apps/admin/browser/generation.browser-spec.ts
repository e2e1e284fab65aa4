import { fakeComfyui, threeSteps } from './fake-comfyui.spec-support.ts';
import { usePresses } from './keys.spec-support.ts';

interface Named {
  id: string;
}

/** From the address of a server to a winner, without a terminal. */
describe('the generation of a run', () => {
  const { used, own, open, heading, said, until } = usePresses();
  let fake: Awaited<ReturnType<typeof fakeComfyui>>;
  let pipelineId: string;
  let runId: string;

  beforeAll(async () => {
    fake = await fakeComfyui();
    const { id: personaId } = await used.server.api<Named>('POST', '/personas', { name: 'north quay' });
    const { id: clusterId } = await used.server.api<Named>('POST', `/personas/${personaId}/clusters`, { name: 'Quay' });
    ({ id: pipelineId } = await used.server.api<Named>('POST', '/pipelines', {
      name: 'still life',
      steps: threeSteps,
    }));
    ({ id: runId } = await used.server.api<Named>('POST', `/clusters/${clusterId}/runs`, {
      pipelineId,
      name: 'study',
    }));
  }, 60_000);
  afterAll(() => fake.stop());

  const button = (name: string | RegExp) => own.page.getByRole('button', { name, exact: true });
  const standing = (text: string | RegExp) =>
    own.page.getByRole('status', { name: 'Generation' }).getByText(text).waitFor({ timeout: 40_000 });

  it('begins with a server, which is entered and checked', async () => {
    const { page } = own;
    await open('/settings/keys');
    await page.getByRole('link', { name: 'Servers' }).click();
    await heading('Servers');
    await page.getByText('There is no server.').waitFor();
    await button('New server').click();
    const dialog = page.getByRole('dialog', { name: 'New server' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('workshop');
    await dialog.getByRole('textbox', { name: 'Address' }).fill('http://169.254.169.254');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/must be an http/)
      .waitFor();
    expect(own.person.faults.splice(0).filter((fault) => !fault.includes('400'))).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Address' }).fill(fake.url);
    await page.keyboard.press('Control+Enter');
    const row = page.getByRole('table', { name: 'Servers' }).getByRole('row').nth(1);
    await row.getByText('up', { exact: true }).waitFor({ timeout: 40_000 });
    await button('Check workshop').click();
    await page.getByRole('status').getByText('workshop is fit').waitFor();
  }, 90_000);

  it('makes as many as were asked for, and says that it waits for an approval', async () => {
    const { page } = own;
    await open(`/runs/${runId}`);
    await page.getByRole('spinbutton', { name: 'Pictures to make' }).fill('3');
    await button('Start generation').click();
    await standing('on: 3 made, 0 being made, 0 waiting, 0 failed, 0 cancelled');
    await page.getByText('It waits for a step to be approved').waitFor();
    await page.getByRole('table', { name: 'Steps' }).getByText('3 active, 0 rejected').waitFor();
  }, 60_000);

  it('goes on from the best of an approved step, to a winner and its photo', async () => {
    const { page } = own;
    const gates = page.getByRole('spinbutton', { name: /^How many go on from/ });
    await gates.first().fill('1');
    await button('Approve step').first().click();
    await standing(/^on: 6 made/);
    await gates.first().fill('1');
    await button('Approve step').first().click();
    await standing(/^on: 9 made/);
    await page.getByText('Everything that was asked for is there.').waitFor();
    await button('Candidates').click();
    await heading('Candidates of study');
    await button('Make winner').first().click();
    await said('The winner is chosen');
    await open(`/runs/${runId}`);
    await button('Complete run').click();
    await page.getByRole('dialog', { name: 'Complete run?' }).getByRole('button', { name: 'Complete run' }).click();
    await page.getByRole('status', { name: 'Link' }).getByText('linked').waitFor({ timeout: 40_000 });
  }, 120_000);

  it('shows each job with what became of it, and tries a failed one again', async () => {
    const { page } = own;
    const { id } = await used.server.api<Named>('POST', '/runs', { pipelineId, name: 'second' });
    await fake.order({ do: 'fail_next', times: 1 });
    await open(`/runs/${id}`);
    await page.getByRole('spinbutton', { name: 'Pictures to make' }).fill('1');
    await button('Start generation').click();
    await standing(/^on: 0 made, 0 being made, 0 waiting, 1 failed/);
    await page.getByText('It waits a while after a failure').waitFor();
    await button('Pause').click();
    await standing(/^paused/);
    await page.getByRole('link', { name: 'Jobs' }).click();
    await heading('Jobs');
    const row = page.getByRole('table', { name: 'Jobs' }).getByRole('row').nth(1);
    await row.getByText('the workflow failed').waitFor();
    await row.getByText('the node has failed').waitFor();
    await row.getByRole('button', { name: /^Job \d+$/ }).click();
    const dialog = page.getByRole('dialog', { name: /^Job \d+$/ });
    await dialog.getByRole('table', { name: 'Attempts' }).getByText('RuntimeError').waitFor();
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: /^Retry job/ }).click();
    await said(/^Job \d+ makes it again$/);
    await page.getByRole('link', { name: 'Run', exact: true }).click();
    await button('Resume').click();
    await standing(/^on: 1 made/);
    await open(`/jobs?runId=${id}&state=failed`);
    await until(
      'one failed job',
      async () => (await page.getByRole('table', { name: 'Jobs' }).getByRole('row').count()) === 2,
    );
  }, 90_000);

  it('says what blocks it, with the words of the server', async () => {
    const { page } = own;
    const { id } = await used.server.api<Named>('POST', '/runs', { pipelineId, name: 'third' });
    await fake.order({ do: 'refuse_next', times: 1 });
    await open(`/runs/${id}`);
    await button('Start generation').click();
    await standing(/^blocked/);
    await page.getByRole('alert').getByText('No server takes the workflow of this step').waitFor();
    await button('Resume').click();
    await standing(/^on: 4 made/);
  }, 60_000);
});
