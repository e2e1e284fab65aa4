/// <reference lib="dom" />
import { median, type Rows } from '../support.ts';
import type { Pages } from './pages.ts';

const ROUNDS = 7;
const MB = 1024 * 1024;

/** From Back to the list painted at its place, without a request for it. */
export async function benchBack(pages: Pages): Promise<Rows> {
  const page = await pages.person();
  await page.goto(`${pages.origin}/admin/runs`);
  const row = page.getByRole('link', { name: 'row 40', exact: true });
  await row.waitFor();
  const times: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    await row.scrollIntoViewIfNeeded();
    await row.click();
    await page.getByRole('heading', { name: 'row 40', level: 1 }).waitFor();
    times.push(
      await page.evaluate(async () => {
        const from = performance.now();
        history.back();
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        do await frame();
        while (!document.querySelector('table[aria-label="Runs"] tbody tr'));
        await frame();
        return performance.now() - from;
      }),
    );
  }
  await page.context().close();
  return [['Back to a list', `${median(times).toFixed(0)} ms`, '', '150 ms']];
}

/** The heap after scrolling through a hundred thousand photos. */
export async function benchHeap(pages: Pages, photos: number): Promise<Rows> {
  const page = await pages.person();
  await page.goto(`${pages.origin}/admin/photos`);
  await page.locator('.tile').first().waitFor();
  const network = await page.context().newCDPSession(page);
  let last = -1;
  for (let same = 0; same < 40;) {
    const height = await page.evaluate(() => {
      window.scrollTo(0, document.body.scrollHeight);
      return document.body.scrollHeight;
    });
    await page.waitForTimeout(25);
    same = height === last ? same + 1 : 0;
    last = height;
  }
  await network.send('HeapProfiler.collectGarbage');
  const heap = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  );
  const rows = Number(await page.getByRole('grid', { name: 'Photos' }).getAttribute('aria-rowcount'));
  const columns = await page.getByRole('row').first().getByRole('gridcell').count();
  await page.context().close();
  return [
    [
      `heap after scrolling through ${photos} photos (${rows * columns} places)`,
      `${(heap / MB).toFixed(0)} MB`,
      '',
      '300 MB',
    ],
  ];
}
