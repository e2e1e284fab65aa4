import type { Page } from 'playwright-core';
import type { Person } from './browser.spec-support.ts';
import { drawPictures } from './pictures.spec-support.ts';
import type { AdminServer } from './server.spec-support.ts';

/** How a person reaches things: by keyboard or by thumb. */
export interface Hands {
  press: (role: 'button' | 'link', name: string) => Promise<void>;
  /** Opens a screen of the navigation. */
  go: (screen: string) => Promise<void>;
  /** Sends the dialog. */
  send: (button: string) => Promise<void>;
  vote: (what: 'A is better' | 'Undo' | 'Reject B') => Promise<void>;
}

const CANDIDATES = 6;
const UNDONE = 2;
const REJECTED = 5;

/** From the printed link and an empty library to the public picture. */
export async function doTheMainJob({ page }: Person, server: AdminServer, hands: Hands): Promise<void> {
  const create = (dialog: string, name: string, more?: () => Promise<void>) => fill(page, hands, dialog, name, more);
  await page.goto(await server.link());
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  expect(page.url()).toBe(`${server.base}/`);
  await hands.go('Pipelines');
  await hands.press('button', 'New pipeline');
  await create('New pipeline', 'still life');
  await page.getByRole('heading', { name: 'still life' }).waitFor();
  await hands.go('Personas');
  await page.getByRole('heading', { name: 'Personas' }).waitFor();
  await hands.press('button', 'New persona');
  await create('New persona', 'north quay');
  await hands.press('button', 'New pillar');
  await create('New pillar', 'Daily', () =>
    page.getByRole('dialog', { name: 'New pillar' }).getByLabel('Weight').fill('40'),
  );
  expect(await page.getByRole('meter', { name: 'Weights in use' }).getAttribute('aria-valuenow')).toBe('40');
  await hands.press('button', 'Create cluster for Daily');
  await create('New cluster', 'Morning coffee');
  await hands.press('button', 'New run');
  await create('New run', 'study 1');
  await page.getByRole('heading', { name: 'study 1' }).waitFor();
  await page.locator('input[type=file]').setInputFiles(drawPictures(CANDIDATES));
  await page.getByText(`${CANDIDATES}.png: uploaded`).waitFor();
  expect(await page.getByRole('list', { name: 'Uploads' }).getByRole('listitem').count()).toBe(CANDIDATES);
  await voteToTheEnd(page, hands);
  await hands.press('button', 'Choose a winner');
  await page.getByRole('grid', { name: 'Candidates' }).waitFor();
  expect(new URL(page.url()).search).toBe('?sort=elo');
  await hands.press('button', 'Make winner');
  await page.getByRole('status').getByText('The winner is chosen').waitFor();
  await hands.press('link', 'Run');
  await hands.press('button', 'Complete run');
  await page.getByRole('dialog', { name: 'Complete run?' }).waitFor();
  await hands.send('Complete run');
  await page.getByRole('status', { name: 'Link' }).getByText('linked').waitFor();
  await hands.press('link', 'Cluster');
  const publicPicture = page.getByRole('link', { name: 'Public picture' });
  await publicPicture.waitFor();
  const picture = await fetch((await publicPicture.getAttribute('href')) ?? '');
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
}

async function fill(page: Page, hands: Hands, dialog: string, name: string, more?: () => Promise<void>): Promise<void> {
  const shown = page.getByRole('dialog', { name: dialog });
  await shown.getByRole('textbox', { name: 'Name' }).fill(name);
  await more?.();
  await hands.send('Create');
  await shown.waitFor({ state: 'detached' });
}

/** Every pair gets a vote; one is taken back, and one side is rejected. */
export async function voteToTheEnd(page: Page, hands: Pick<Hands, 'press' | 'vote'>): Promise<void> {
  await hands.press('button', 'Vote');
  await page.getByRole('heading', { name: 'Which is better?' }).waitFor();
  const armed = page.locator('button[aria-disabled="false"]', { hasText: 'A is better' });
  const compared = page.getByText('Every pair has been compared');
  let votes = 0;
  for (let n = 0; n < 40; n += 1) {
    await armed.or(compared).first().waitFor();
    if (await compared.isVisible()) break;
    await hands.vote(n === UNDONE ? 'Undo' : n === REJECTED ? 'Reject B' : 'A is better');
    votes += n === UNDONE ? -1 : n === REJECTED ? 0 : 1;
  }
  expect(await page.getByRole('status', { name: 'Votes' }).textContent()).toBe(`${votes} votes`);
}
