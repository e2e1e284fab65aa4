/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { median, type Rows } from '../support.ts';
import type { Pages } from './pages.ts';

const ROUNDS = 9;
const REST_MS = 2_000;

/** From a key to another picture in the loupe, or another current tile, painted. Milliseconds. */
const until = (page: Page, key: string, where: '.loupe img' | '.tile[aria-current="true"] img'): Promise<number> =>
  page.evaluate(
    async ([pressed = '', selector = '']) => {
      const picture = () => document.querySelector<HTMLImageElement>(selector);
      const before = picture()?.src;
      const from = performance.now();
      window.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, code: pressed, bubbles: true }));
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      do await frame();
      while (!picture() || picture()?.src === before);
      if (selector.startsWith('.loupe')) await picture()?.decode();
      await frame();
      return performance.now() - from;
    },
    [key, where],
  );

const firstPicture = async (page: Page, from: number): Promise<number> => {
  const first = page.locator('.tile img').first();
  await first.evaluate((one) => (one as HTMLImageElement).decode());
  return performance.now() - from;
};

/** In a browser that has loaded the pages before, from the button of the run. Milliseconds. */
const openGrid = async (page: Page, address: string): Promise<number> => {
  await page.goto(address);
  const button = page.locator('main a[href$="/candidates"]').first();
  await button.waitFor();
  await page.waitForTimeout(REST_MS);
  const from = performance.now();
  await button.click();
  return firstPicture(page, from);
};

/** Opening, scrolling, looking and rejecting in a grid of a thousand candidates. */
export async function benchGrid(pages: Pages, runId: string): Promise<Rows> {
  const page = await pages.person();
  const run = `${pages.origin}/admin/runs/${runId}`;
  const from = performance.now();
  await page.goto(`${run}/candidates`);
  const cold = await firstPicture(page, from);
  const opened: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) opened.push(await openGrid(page, run));
  const rejecting: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) rejecting.push(await until(page, 'r', '.tile[aria-current="true"] img'));
  const tiles: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    await page.mouse.wheel(0, 1_500);
    await page.waitForTimeout(40);
    tiles.push(await page.locator('.tile').count());
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.locator('.tile').first().click();
  await page.keyboard.press(' ');
  await page.locator('.loupe img').waitFor();
  const looking: number[] = [];
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  let late = 0;
  for (let n = 0; n < ROUNDS; n += 1) {
    await page.waitForTimeout(REST_MS);
    const before = asked.length;
    looking.push(await until(page, 'ArrowRight', '.loupe img'));
    const shown = await page.locator('.loupe img').evaluate((one) => (one as HTMLImageElement).src);
    if (asked.slice(before).includes(shown)) late += 1;
  }
  await page.context().close();
  return [
    ['grid of 1,000, first picture', `${median(opened).toFixed(0)} ms`, '', '700 ms'],
    ['grid of 1,000, first picture, browser just started', `${cold.toFixed(0)} ms`, '', ''],
    ['tiles in the document while scrolling, most', String(Math.max(...tiles)), '', '120'],
    ['next picture in the loupe', `${median(looking).toFixed(0)} ms`, '', '100 ms'],
    ['pictures asked for only when they are looked at', String(late), '', '0'],
    ['reject to the next tile', `${median(rejecting).toFixed(0)} ms`, '', '50 ms'],
  ];
}
