import type { Page } from 'playwright-core';
import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary } from './library.spec-support.ts';
import { eventually } from './server.spec-support.ts';

interface Vote {
  candidateA: string;
  candidateB: string;
}

const armed = (page: Page) => page.locator('button[aria-disabled="false"]', { hasText: 'A is better' });
const votesShown = (page: Page, n: number) =>
  page.getByRole('status', { name: 'Votes' }).getByText(`${n} votes`).waitFor();
const PICTURES = '**/renditions/1280';

describe('a vote', () => {
  const used = useBrowser();
  const start = async (candidates: number) => {
    const { runId } = await aLibrary(used.server, { candidates, name: `north quay ${Math.random()}` });
    const person = await Person.in(used.browser, used.server);
    const statuses: number[] = [];
    person.page.on('response', (answer) => {
      if (/\/votes\b/.test(answer.url())) statuses.push(answer.status());
    });
    await person.signIn(await used.server.adminKey());
    const votes = async () => (await used.server.api<{ items: Vote[] }>('GET', `/runs/${runId}/votes?limit=200`)).items;
    const path = `${used.server.base}/runs/${runId}/vote`;
    return { person, page: person.page, votes, statuses, path };
  };

  it('is one, however long the key is held and however often it is pressed', async () => {
    const { person, page, votes, statuses, path } = await start(6);
    await page.goto(path);
    await armed(page).waitFor();
    await page.keyboard.down('ArrowLeft');
    for (let n = 0; n < 10; n += 1) await page.keyboard.down('ArrowLeft');
    await page.keyboard.up('ArrowLeft');
    await votesShown(page, 1);
    await armed(page).waitFor();
    expect(await votes()).toHaveLength(1);
    // As fast as a person can, over the end: each armed pair takes one, and no answer is a refusal.
    for (let n = 0; n < 10; n += 1) await page.keyboard.press(n % 2 ? '1' : '2');
    for (let n = 0; n < 30; n += 1) {
      await page.keyboard.press('ArrowRight');
      if (await page.getByText('Every pair has been compared').isVisible()) break;
      await armed(page).or(page.getByText('Every pair has been compared')).first().waitFor();
    }
    await page.getByText('Every pair has been compared').waitFor();
    expect(await votes()).toHaveLength(15);
    expect(statuses.filter((status) => status >= 400)).toEqual([]);
    await page.getByRole('table', { name: 'The best' }).getByRole('row').nth(2).waitFor();
    expect(person.faults).toEqual([]);
  }, 90_000);

  it('is not taken on a picture that is not painted', async () => {
    const { page, votes, path } = await start(4);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(PICTURES, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(path, { waitUntil: 'commit' });
    await page.getByRole('status', { name: 'Votes' }).waitFor();
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowDown', '1', '2', '0', 's', 'Shift+ArrowLeft'])
      await page.keyboard.press(key);
    expect(await votes()).toEqual([]);
    release();
    await armed(page).waitFor();
    await page.keyboard.press('ArrowLeft');
    await votesShown(page, 1);
    await eventually('the vote', async () => ((await votes()).length === 1 ? true : undefined));
  }, 60_000);

  it('whose answer was cut is sent again, and counted once', async () => {
    const { page, votes, path } = await start(4);
    const keys: (string | undefined)[] = [];
    await page.route('**/votes?*', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 1) return route.continue();
      // It takes effect, and the browser never hears of it.
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.goto(path);
    await armed(page).waitFor();
    await page.keyboard.press('ArrowLeft');
    await eventually('the second request', () => (keys.length > 1 ? true : undefined));
    await armed(page).waitFor();
    expect(new Set(keys).size).toBe(1);
    expect(await votes()).toHaveLength(1);
    await votesShown(page, 1);
  }, 60_000);

  it('is kept while the server is away, and sent once when it is back', async () => {
    const { person, page, votes, path } = await start(5);
    await page.goto(path);
    await armed(page).waitFor();
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    await person.context.setOffline(true);
    for (const n of [1, 2, 3]) {
      await armed(page).waitFor();
      await page.keyboard.press('ArrowLeft');
      await votesShown(page, n);
    }
    await page.getByRole('alert').getByText('Votes are kept').waitFor();
    expect(await votes()).toEqual([]);
    await person.context.setOffline(false);
    await eventually('the votes', async () => ((await votes()).length === 3 ? true : undefined));
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await votesShown(page, 3);
  }, 60_000);

  it('is on pictures in a fair order: twelve candidates are seen once before one is seen twice', async () => {
    const { person, page, path } = await start(12);
    await page.goto(path);
    const seen: string[][] = [];
    for (let n = 0; n < 12; n += 1) {
      await armed(page).waitFor();
      seen.push(
        await page.locator('.vote-side img').evaluateAll((all) => all.map((one) => one.getAttribute('src') ?? '')),
      );
      await page.keyboard.press(n % 2 ? 'ArrowLeft' : 'ArrowRight');
      await votesShown(page, n + 1);
    }
    expect(new Set(seen.slice(0, 6).flat()).size).toBe(12);
    const shared = seen.slice(1).filter((pair, n) => pair.some((src) => seen[n]?.includes(src)));
    expect(shared).toEqual([]);
    expect(person.faults).toEqual([]);
  }, 90_000);
});
