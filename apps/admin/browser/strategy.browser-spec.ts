import { usePresses } from './keys.spec-support.ts';
import { voteToTheEnd } from './main-job.spec-support.ts';
import { drawPictures } from './pictures.spec-support.ts';

interface Named {
  id: string;
}
interface Gaps {
  score: number;
  needed: number;
  ready: number;
  planned: number;
  missing: number;
}

describe('the way from a gap to a post', () => {
  const { used, own, open, heading, said, until } = usePresses();
  let personaId: string;
  beforeAll(async () => {
    const call = <T>(method: string, path: string, body: object) => used.server.api<T>(method, path, body);
    ({ id: personaId } = await call<Named>('POST', '/personas', { name: 'north quay' }));
    const pillar = { name: 'Harbor mornings', weight: 100, description: 'Boats and ropes before the first ferry' };
    await call('POST', `/personas/${personaId}/pillars`, pillar);
    const steps = [{ name: 'Base', position: 1, workflowTemplate: '{}' }];
    await call('POST', '/pipelines', { name: 'still life', steps });
    const account = { provider: 'manual', name: 'by hand', timeZone: 'UTC' };
    const { id } = await call<Named>('POST', `/personas/${personaId}/accounts`, account);
    await call('PUT', `/accounts/${id}/slots`, { slots: [{ weekday: 1, localTime: '12:00' }] });
  }, 60_000);

  const button = (name: string | RegExp) => own.page.getByRole('button', { name, exact: true });
  const dialog = (name: string) => own.page.getByRole('dialog', { name });
  const gaps = () => used.server.api<Gaps>('GET', `/personas/${personaId}/gaps`);
  const row = () => own.page.getByRole('table', { name: 'Gaps' }).getByRole('row').nth(1);

  it('is walked on the screen: the gap, an idea, its run, the winner, its post, and the gap again', async () => {
    const { page } = own;
    await open('/');
    await page.getByRole('region', { name: 'Gaps' }).getByText('4 photos of 4 are missing').waitFor();
    await page.getByRole('region', { name: 'Gaps' }).getByRole('link', { name: 'north quay' }).click();
    await heading('north quay');
    await row().getByText('It has no cluster.').waitFor();
    await button('Keep these gaps').click();
    await said('These gaps are kept');

    await button('Suggestions').click();
    await heading('Suggestions');
    await page.getByText('the ideas are templates, made without AI').waitFor();
    await page.getByRole('spinbutton', { name: 'Ideas' }).fill('2');
    await button('Suggest ideas').click();
    await page.getByRole('status').getByText('2 new ideas, made without AI.').waitFor();
    const ideas = page.getByRole('list', { name: 'Suggestions' }).getByRole('listitem');
    await until('both ideas', async () => (await ideas.count()) === 2);
    await ideas
      .first()
      .getByRole('button', { name: /^Edit / })
      .click();
    await page.getByLabel('Title').fill('Ropes at dawn');
    await page.keyboard.press('Control+Enter');
    await said('The idea is saved');
    await ideas
      .nth(1)
      .getByRole('button', { name: /^Reject / })
      .click();
    await dialog('Reject the idea?').getByRole('button', { name: 'Reject' }).click();
    await said(/is rejected$/);
    await button('Accept Ropes at dawn').click();
    await dialog('Accept the idea').getByRole('button', { name: 'Accept' }).click();
    await said('“Ropes at dawn” is a cluster with a run');
    await page.getByRole('status', { name: 'Link' }).waitFor();

    await page.locator('input[type=file]').setInputFiles(drawPictures(4));
    await page.getByText('4.png: uploaded').waitFor();
    const press = (role: 'button' | 'link', name: string) =>
      page.getByRole(role, { name, exact: true }).first().click();
    const keys = { 'A is better': 'ArrowLeft', Undo: 'u', 'Reject B': 'Shift+ArrowRight' } as const;
    await voteToTheEnd(page, { press, vote: (what) => page.keyboard.press(keys[what]) });
    await button('Choose a winner').click();
    await button('Make winner').first().click();
    await said('The winner is chosen');
    await press('link', 'Run');
    await button('Complete run').click();
    await dialog('Complete run?').getByRole('button', { name: 'Complete run' }).click();
    await page.getByRole('status', { name: 'Link' }).getByText('linked').waitFor();
    await until('the photo to count', async () => (await gaps()).ready === 1);
    // supply = plan = 1/4 at first without a date: 70 × 0.25, half up.
    expect(await gaps()).toMatchObject({ needed: 4, missing: 3, planned: 0, score: 18 });

    await open(`/personas/${personaId}`);
    await row().getByText('3 photos of 4 are missing.').waitFor();
    await open(`/calendar?personaId=${personaId}`);
    await button('Plan').click();
    await dialog('Plan posts').getByLabel('To').fill(inDays(28));
    await dialog('Plan posts').getByRole('button', { name: 'Make 1 post' }).click();
    await said('1 posts are planned');
    expect(await gaps()).toMatchObject({ ready: 0, planned: 1, missing: 3, score: 20 });

    const { items } = await used.server.api<{ items: Named[] }>('GET', `/posts?personaId=${personaId}`);
    await open(`/posts/${items[0]?.id ?? ''}`);
    await button('Publish now').click();
    await said('The post is due now');
    await button('Mark as posted').click();
    await dialog('Mark as posted').getByRole('button', { name: 'Mark as posted' }).click();
    await page.getByText('published', { exact: true }).first().waitFor();
    // Nothing is left, and the last post is of today: 20 × 1.
    expect(await gaps()).toMatchObject({ ready: 0, planned: 0, missing: 4, score: 20 });
    await open(`/personas/${personaId}`);
    await row().getByText('It has no photo that is ready.').waitFor();
    await button('Keep these gaps').click();
    await said('These gaps are kept');
    await button('Compare').click();
    for (const [name, score] of [
      ['Gaps before', '0 of 100'],
      ['Gaps after', '20 of 100'],
    ] as const)
      await dialog('Kept gaps').getByRole('table', { name }).getByText(score).waitFor();
  }, 120_000);
});

const inDays = (days: number): string => new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10);
