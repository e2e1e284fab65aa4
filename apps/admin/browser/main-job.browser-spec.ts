import { Person, useBrowser } from './browser.spec-support.ts';
import { drawPictures } from './pictures.spec-support.ts';

describe('the main job, from an empty library', () => {
  const used = useBrowser();

  it('is done by keyboard, from the printed link to the public picture', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    const focus = async (role: 'button' | 'link', name: string) => {
      await page.getByRole(role, { name, exact: true }).first().focus();
      await page.keyboard.press('Enter');
    };
    await page.goto(await used.server.link());
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    expect(page.url()).toBe(`${used.server.base}/`);
    await focus('link', 'Pipelines');
    await focus('button', 'New pipeline');
    await person.create('New pipeline', 'still life', () => page.getByRole('textbox', { name: 'Name' }).focus());
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Personas' }).waitFor();
    await focus('button', 'New persona');
    await person.create('New persona', 'north quay');
    await focus('button', 'New pillar');
    const dialog = page.getByRole('dialog', { name: 'New pillar' });
    await person.create('New pillar', 'Daily', async () => {
      await dialog.getByLabel('Weight').fill('40');
    });
    expect(await page.getByRole('meter', { name: 'Weights in use' }).getAttribute('aria-valuenow')).toBe('40');
    await focus('button', 'Create cluster for Daily');
    await person.create('New cluster', 'Morning coffee');
    await focus('button', 'New run');
    await person.create('New run', 'study 1');
    await page.getByRole('heading', { name: 'study 1' }).waitFor();
    await page.locator('input[type=file]').setInputFiles(drawPictures(6));
    await page.getByText('6.png: uploaded').waitFor();
    expect(await page.getByRole('list', { name: 'Uploads' }).getByRole('listitem').count()).toBe(6);

    await focus('button', 'Vote');
    await page.getByRole('heading', { name: 'Which is better?' }).waitFor();
    const armed = page.locator('button[aria-disabled="false"]', { hasText: 'A is better' });
    const compared = page.getByText('Every pair has been compared');
    let votes = 0;
    for (let n = 0; n < 40; n += 1) {
      await armed.or(compared).first().waitFor();
      if (await compared.isVisible()) break;
      await page.keyboard.press(n === 2 ? 'u' : n === 5 ? 'Shift+ArrowRight' : 'ArrowLeft');
      votes += n === 2 ? -1 : n === 5 ? 0 : 1;
    }
    expect(await page.getByRole('status', { name: 'Votes' }).textContent()).toBe(`${votes} votes`);
    await focus('button', 'Choose a winner');
    await page.getByRole('grid', { name: 'Candidates' }).waitFor();
    expect(new URL(page.url()).search).toBe('?sort=elo');
    await focus('button', 'Make winner');
    await page.getByRole('status').getByText('The winner is chosen').waitFor();
    await focus('link', 'Run');
    await focus('button', 'Complete run');
    await page.getByRole('dialog', { name: 'Complete run?' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('status', { name: 'Link' }).getByText('linked').waitFor();
    await focus('link', 'Cluster');
    const publicPicture = page.getByRole('link', { name: 'Public picture' });
    await publicPicture.waitFor();
    const picture = await fetch((await publicPicture.getAttribute('href')) ?? '');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(person.faults).toEqual([]);
  }, 180_000);
});
