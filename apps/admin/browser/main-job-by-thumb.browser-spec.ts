import { Person, useBrowser } from './browser.spec-support.ts';
import { doTheMainJob } from './main-job.spec-support.ts';

const PHONE = { width: 390, height: 844 };

describe('the main job, from an empty library', () => {
  const used = useBrowser();

  it('is done by thumb on a phone', async () => {
    const person = await Person.in(used.browser, used.server, PHONE, { hasTouch: true, isMobile: true });
    const { page } = person;
    const press = (role: 'button' | 'link', name: string) => page.getByRole(role, { name, exact: true }).first().tap();
    const tooWide: string[] = [];
    await doTheMainJob(person, used.server, {
      press: async (role, name) => {
        await press(role, name);
        const width = await page.locator('body').evaluate((body) => body.scrollWidth);
        if (width > PHONE.width) tooWide.push(`${page.url()} after ${name}: ${width} px`);
      },
      go: async (screen) => {
        await press('button', 'Open the navigation');
        await press('link', screen);
      },
      send: (button) => page.getByRole('dialog').getByRole('button', { name: button }).tap(),
      vote: (what) => press('button', what),
    });
    expect(tooWide).toEqual([]);
    expect(person.faults).toEqual([]);
  }, 180_000);
});
