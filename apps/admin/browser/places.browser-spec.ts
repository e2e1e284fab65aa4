import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary } from './library.spec-support.ts';
import { eventually } from './server.spec-support.ts';

const RUNS = 170;
const ROW = 150;

describe('a place in a list', () => {
  const used = useBrowser();
  beforeAll(async () => {
    const { clusterId, pipelineId } = await aLibrary(used.server, { candidates: 0 });
    for (let n = 1; n <= RUNS; n += 1)
      await used.server.api('POST', `/clusters/${clusterId}/runs`, { pipelineId, name: `row ${n}` });
  }, 120_000);

  it('is the same after Back, and in another browser', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    const list = '/runs?q=row&status=pending';
    await person.signIn(await used.server.adminKey(), list);
    const row = page.getByRole('link', { name: `row ${RUNS - ROW}`, exact: true });
    await eventually(`row ${ROW}`, async () => {
      await page.mouse.wheel(0, 3_000);
      return (await row.count()) > 0 ? true : undefined;
    });
    const scroll = () => page.evaluate(() => Math.round(window.scrollY));
    // In the middle, so that clicking it scrolls nothing; and not before the wheel has come to rest.
    const toTheMiddle = () => row.evaluate((one) => one.scrollIntoView({ block: 'center', behavior: 'instant' }));
    let rest = -1;
    await eventually('the wheel to rest', async () => {
      await toTheMiddle();
      const now = await scroll();
      const rests = now === rest;
      rest = now;
      return rests || undefined;
    });
    const top = async () => Math.round((await row.boundingBox())?.y ?? -1);
    const before = { scroll: await scroll(), top: await top() };
    expect(before.scroll).toBeGreaterThan(2_000);
    await row.click();
    await page.getByRole('heading', { name: `row ${RUNS - ROW}`, level: 1 }).waitFor();
    // What Back shows needs no answer of the server.
    await page.route('**/api/v1/overview/runs*', () => undefined);
    await page.goBack();
    await row.waitFor();
    await eventually('the same place', async () =>
      Math.abs((await scroll()) - before.scroll) <= 40 ? true : undefined,
    );
    expect(Math.abs((await top()) - before.top)).toBeLessThanOrEqual(40);
    expect(page.url()).toBe(used.server.base + list);
    const other = await Person.in(used.browser, used.server);
    await other.signIn(await used.server.adminKey(), page.url().slice(used.server.base.length));
    await other.page.getByRole('link', { name: `row ${RUNS}`, exact: true }).waitFor();
    expect(await other.page.getByRole('textbox', { name: 'Filter' }).inputValue()).toBe('row');
    expect(await other.page.getByRole('combobox', { name: 'Status' }).inputValue()).toBe('pending');
    expect([...person.faults, ...other.faults]).toEqual([]);
  }, 120_000);
});
