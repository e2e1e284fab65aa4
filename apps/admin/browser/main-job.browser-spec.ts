import { Person, useBrowser } from './browser.spec-support.ts';
import { doTheMainJob } from './main-job.spec-support.ts';

const letters: Record<string, string> = { Personas: 'p' };
const keys = { 'A is better': 'ArrowLeft', Undo: 'u', 'Reject B': 'Shift+ArrowRight' } as const;

describe('the main job, from an empty library', () => {
  const used = useBrowser();

  it('is done by keyboard, from the printed link to the public picture', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    const press = async (role: 'button' | 'link', name: string) => {
      await page.getByRole(role, { name, exact: true }).first().focus();
      await page.keyboard.press('Enter');
    };
    await doTheMainJob(person, used.server, {
      press,
      go: async (screen) => {
        const letter = letters[screen];
        if (!letter) return press('link', screen);
        await page.keyboard.press('g');
        await page.keyboard.press(letter);
      },
      send: () => page.keyboard.press('Enter'),
      vote: (what) => page.keyboard.press(keys[what]),
    });
    expect(person.faults).toEqual([]);
  }, 180_000);
});
