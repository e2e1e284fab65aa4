import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { AdminServer } from './server.spec-support.ts';

export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A person in a browser of their own. Errors of the page, and requests to another host, fail the test that stops it. */
export class Person {
  readonly faults: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly server: AdminServer,
  ) {
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.faults.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      const { host } = new URL(request.url());
      if (host !== '' && host !== `127.0.0.1:${server.port}`) this.faults.push(`request to ${request.url()}`);
    });
  }

  static async in(
    browser: Browser,
    server: AdminServer,
    viewport = { width: 1280, height: 800 },
    device: { hasTouch?: boolean; isMobile?: boolean } = {},
  ): Promise<Person> {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...device });
    return new Person(context, await context.newPage(), server);
  }

  /** With a key of their own, as a person signs in. */
  async signIn(key: string, path = '/'): Promise<void> {
    await this.page.goto(this.server.base + path);
    await this.page.getByRole('textbox', { name: 'API key' }).fill(key);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('navigation', { name: 'Main' }).waitFor({ state: 'attached' });
  }

  /** Fills the name in a dialog, and whatever else, and creates. */
  async create(dialog: string, name: string, more?: () => Promise<void>): Promise<void> {
    const shown = this.page.getByRole('dialog', { name: dialog });
    await shown.getByRole('textbox', { name: 'Name' }).fill(name);
    await more?.();
    await this.page.keyboard.press('Enter');
    await shown.waitFor({ state: 'detached' });
  }

  /** Violations of WCAG 2 A and AA on what is shown now. Of two themes only the colours differ. */
  async violations({ colours = false } = {}): Promise<string[]> {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    // There are no frames, and only violations are asked for.
    const axe = new AxeBuilder({ page: this.page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
    const { violations } = await (colours ? axe.withRules(['color-contrast']) : axe.withTags(tags)).analyze();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    );
  }
}

/** One browser and one server for the tests of a file. @param env more settings, complete before the first test */
export function useBrowser(env: Record<string, string> = {}): { browser: Browser; server: AdminServer } {
  const used = {} as { browser: Browser; server: AdminServer };
  beforeAll(async () => {
    used.server = await AdminServer.start(env);
    used.browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
    // Chromium ends with its last context.
    await used.browser.newContext();
  }, 120_000);
  afterAll(async () => {
    await used.browser?.close();
    await used.server?.stop();
  }, 60_000);
  return used;
}
