import type { Page } from 'playwright-core';
import { bindings, type Scope } from '../src/keys/table.ts';
import { Person, useBrowser } from './browser.spec-support.ts';
import { eventually } from './server.spec-support.ts';

/** How the browser is sent what the table writes. */
const strokes = (key: string): string[] => {
  if (key.startsWith('Num')) return [`Numpad${key.slice(3)}`];
  if (key.startsWith('Ctrl+')) return [`Control+${key.slice(5).replace(/^[A-Z]$/, (letter) => letter.toLowerCase())}`];
  if (key.includes(' ')) return key.split(' ').flatMap(strokes);
  return [key === 'Space' ? ' ' : /^[A-Z]$/.test(key) ? key.toLowerCase() : key];
};

/** A person who presses the keys of the table; a key of these scopes that is never pressed fails the tests of the file. */
export function usePresses(...scopes: Scope[]) {
  const used = useBrowser();
  const pressed = new Set<string>();
  const own = {} as { person: Person; page: Page };
  beforeAll(async () => {
    own.person = await Person.in(used.browser, used.server);
    own.page = own.person.page;
    await own.person.signIn(await used.server.adminKey());
  }, 60_000);
  afterEach(() => expect(own.person.faults).toEqual([]));
  afterAll(() => {
    const all = bindings.filter(({ scope }) => scopes.includes(scope));
    const keys = all.flatMap(({ scope, action, keys: some }) => some.map((key) => `${scope} ${action} ${key}`));
    expect([...pressed].filter((one) => scopes.some((scope) => one.startsWith(`${scope} `))).sort()).toEqual(
      keys.sort(),
    );
  });
  const note = (scope: Scope, action: string, key?: string): string => {
    const binding = bindings.find((one) => one.scope === scope && one.action === action);
    if (!binding) throw new Error(`no key for ${scope} ${action}`);
    const one = key ?? binding.keys[0] ?? '';
    pressed.add(`${scope} ${action} ${one}`);
    return one;
  };
  return {
    used,
    own,
    /** Counts as pressed; the test presses it itself. */
    note,
    /** Presses one of its keys, by default the first. */
    press: async (scope: Scope, action: string, key?: string) => {
      for (const stroke of strokes(note(scope, action, key))) await own.page.keyboard.press(stroke);
    },
    open: async (path: string) => {
      await own.page.goto(used.server.base + path);
      await own.page.getByRole('heading', { level: 1 }).waitFor();
    },
    heading: (name: string | RegExp) => own.page.getByRole('heading', { name, level: 1 }).waitFor(),
    said: (text: string | RegExp) => own.page.getByRole('status').getByText(text).last().waitFor(),
    until: (what: string, is: () => Promise<boolean>) =>
      eventually(what, async () => ((await is()) ? true : undefined)),
  };
}
