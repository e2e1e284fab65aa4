import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary, type Library } from './library.spec-support.ts';

interface Key {
  id: string;
  key: string;
}

describe('people', () => {
  const used = useBrowser();
  let library: Library;
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 5 });
  }, 60_000);
  const newKey = (name: string, role: string) => used.server.api<Key>('POST', '/keys', { name, role });

  it('sign in with a key, and are shown why a wrong or revoked one is refused', async () => {
    const person = await Person.in(used.browser, used.server);
    const { page } = person;
    const revoked = await newKey('revoked', 'operator');
    await used.server.api('DELETE', `/keys/${revoked.id}`);
    await page.goto(`${used.server.base}/runs?status=running`);
    await page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor();
    const attempt = async (key: string) => {
      await page.getByRole('textbox', { name: 'API key' }).fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await attempt('nonsense');
    await page.getByRole('alert').getByText('not a key of this server').waitFor();
    await attempt(revoked.key);
    await page.getByRole('alert').getByText('was revoked').waitFor();
    const { key } = await newKey('right', 'operator');
    await attempt(key);
    // On the address that was asked for.
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe('?status=running');
    const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
    expect(stored).not.toContain('trellis_');
  }, 60_000);

  it('are signed out in every tab, and on the screen that they see when their key is revoked', async () => {
    const person = await Person.in(used.browser, used.server);
    const key = await newKey('two tabs', 'operator');
    await person.signIn(key.key);
    const other = await person.context.newPage();
    await other.goto(`${used.server.base}/personas`);
    await other.getByRole('heading', { name: 'Personas' }).waitFor();
    await person.page.getByRole('button', { name: 'Sign out' }).click();
    await person.page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor();
    await other.getByRole('link', { name: 'Links' }).click();
    await other.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor();
    const again = await Person.in(used.browser, used.server);
    await again.signIn(key.key, '/personas');
    // Nothing asks again here, so the click below is the first to be refused.
    await again.page.waitForLoadState('networkidle');
    await used.server.api('DELETE', `/keys/${key.id}`);
    await again.page.getByRole('link', { name: 'Runs' }).click();
    await again.page.getByText('Your session has ended').waitFor();
    expect(new URL(again.page.url()).pathname).toBe('/admin/runs');
  }, 60_000);

  it('see controls that they may not use disabled, with the reason', async () => {
    const person = await Person.in(used.browser, used.server);
    await person.signIn((await newKey('only looks', 'viewer')).key, '/personas');
    const button = person.page.getByRole('button', { name: 'New persona' });
    await button.waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await button.getAttribute('title')).toMatch(/role operator/);
    await button.click({ force: true });
    expect(await person.page.getByRole('dialog').count()).toBe(0);
    await person.page.goto(`${used.server.base}/runs/${library.runId}/vote`);
    await person.page.getByRole('button', { name: 'A is better' }).waitFor();
    await person.page.keyboard.press('ArrowLeft');
    await person.page.getByRole('button', { name: 'A is better' }).click({ force: true });
    expect(await person.page.getByRole('status', { name: 'Votes' }).textContent()).toBe('0 votes');
    expect(await used.server.api('GET', `/runs/${library.runId}/votes`)).toMatchObject({ items: [] });
    expect(person.faults).toEqual([]);
  }, 60_000);

  it('vote together until every pair is compared, each pair once', async () => {
    const people = await Promise.all(
      ['first', 'second'].map(async (name) => {
        const person = await Person.in(used.browser, used.server);
        await person.signIn((await newKey(`${name} curator`, 'operator')).key, `/runs/${library.runId}/vote`);
        return person;
      }),
    );
    await Promise.all(
      people.map(async ({ page }) => {
        const armed = page.locator('button[aria-disabled="false"]', { hasText: 'A is better' });
        const compared = page.getByText('Every pair has been compared');
        for (let n = 0; n < 30; n += 1) {
          await armed.or(compared).first().waitFor();
          if (await compared.isVisible()) return;
          await page.keyboard.press(n % 2 ? 'ArrowLeft' : 'ArrowRight');
        }
        throw new Error('no end');
      }),
    );
    const { items } = await used.server.api<{ items: object[] }>('GET', `/runs/${library.runId}/votes`);
    expect(items).toHaveLength(10);
    expect(await used.server.api('GET', `/runs/${library.runId}/pairs`)).toMatchObject({ openPairs: 0, votesCast: 10 });
  }, 90_000);
});
