/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { median, percentile, type Rows } from '../support.ts';
import type { Pages } from './pages.ts';

const VOTES = 40;
const COLD = 5;
const KB = 1024;
/** A line as people have it: 20 Mbit/s and 20 ms. On loopback a picture costs nothing to wait for. */
const LINE = { offline: false, latency: 20, downloadThroughput: 20e6 / 8, uploadThroughput: 20e6 / 8 };

const isArmed = (page: Page) => page.locator('button[aria-disabled="false"]', { hasText: 'A is better' }).waitFor();

/** From the key to the next pair, decoded and painted, in milliseconds. */
const vote = (page: Page): Promise<number> =>
  page.evaluate(async (DECODED_MS) => {
    const pictures = () => [...document.querySelectorAll<HTMLImageElement>('.vote-side img')];
    const before = pictures().map(({ src }) => src);
    const from = performance.now();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', code: 'ArrowLeft', bubbles: true }));
    // A frame, and its painting.
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    while (performance.now() - from < 20_000) {
      await frame();
      const painted = performance.now();
      const now = pictures();
      if (
        now.some(({ src }, n) => src !== before[n]) &&
        now.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
      ) {
        await Promise.all(now.map((one) => one.decode()));
        // What had to be decoded first is painted in the next frame.
        if (performance.now() - painted < DECODED_MS) return painted - from;
        await frame();
        return performance.now() - from;
      }
    }
    throw new Error('no other pair within 20 s');
  }, 3);

interface How {
  prefetch: boolean;
  overLine?: boolean;
}

async function votes(
  pages: Pages,
  runId: string,
  { prefetch, overLine }: How,
): Promise<{ times: number[]; bytes: number }> {
  const page = await pages.person();
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  if (overLine) await network.send('Network.emulateNetworkConditions', LINE);
  await page.goto(`${pages.origin}/admin/runs/${runId}/vote${prefetch ? '' : '?prefetch=off'}`);
  await isArmed(page);
  let bytes = 0;
  network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  const times: number[] = [];
  for (let n = 0; n < VOTES; n += 1) {
    times.push(await vote(page));
    await isArmed(page);
  }
  await page.context().close();
  return { times, bytes: bytes / VOTES };
}

/** From an address to its first pair, against a page with nothing on it. */
async function cold(pages: Pages, runId: string): Promise<[pair: number, blank: number]> {
  const times: [number, number][] = [];
  for (let n = 0; n < COLD; n += 1) {
    const page = await pages.person();
    const before = performance.now();
    await page.goto(`${pages.origin}/healthz`);
    const blank = performance.now() - before;
    const from = performance.now();
    await page.goto(`${pages.origin}/admin/runs/${runId}/vote`);
    await page.locator('.vote-side img').nth(1).waitFor();
    times.push([performance.now() - from, blank]);
    await page.context().close();
  }
  return [median(times.map(([pair]) => pair)), median(times.map(([, blank]) => blank))];
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;

export async function benchVotes(pages: Pages, runId: string): Promise<Rows> {
  const [first, blank] = await cold(pages, runId);
  const ahead = await votes(pages, runId, { prefetch: true });
  const overLine = await votes(pages, runId, { prefetch: true, overLine: true });
  const without = await votes(pages, runId, { prefetch: false, overLine: true });
  const [p50, p95] = [percentile(ahead.times, 50), percentile(ahead.times, 95)];
  const [behind, baseline] = [percentile(overLine.times, 95), percentile(without.times, 95)];
  return [
    ['vote to next pair painted, p50', ms(p50), '', '50 ms'],
    ['vote to next pair painted, p95', ms(p95), '', '100 ms'],
    [
      'the same over a line of 20 Mbit/s and 20 ms',
      `${ms(behind)} / ${ms(baseline)} without prefetch`,
      (behind / baseline).toFixed(2),
      '0.25',
    ],
    ['bytes a vote', `${(ahead.bytes / KB).toFixed(0)} KB`, '', '120 KB'],
    ['first pair, cold', `${ms(first)} / ${ms(blank)} a blank page`, (first / blank).toFixed(1), '1200 ms; 6'],
  ];
}
