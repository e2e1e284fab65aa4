import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fakeComfyui, threeSteps } from './fake-comfyui.spec-support.ts';
import { Person, useBrowser } from './browser.spec-support.ts';
import { aLibrary, aPost, aReadyPhoto, type Library } from './library.spec-support.ts';
import { eventually } from './server.spec-support.ts';

/** Longer than a window. */
const WHOLE = ['today', 'persona', 'suggestions'];
const FOLDER = join(import.meta.dirname, '../dist/screenshots');

interface Pairs {
  pairs: { a: { id: string }; b: { id: string } }[];
}

/** `npm run screenshots`: every screen in both themes and on a phone, to be looked at. */
describe('every screen', () => {
  const used = useBrowser();
  let library: Library;
  let photoId: string;
  let post: Awaited<ReturnType<typeof aPost>>;
  let generatingId: string;
  let fake: Awaited<ReturnType<typeof fakeComfyui>>;
  let due: Awaited<ReturnType<typeof aPost>>;

  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true });
    library = await aLibrary(used.server, { candidates: 6 });
    const done = await aLibrary(used.server, { candidates: 4, name: 'harbour light' });
    const run = `/runs/${done.runId}`;
    const { pairs } = await used.server.api<Pairs>('GET', `${run}/pairs?ahead=1`);
    const [first] = pairs;
    await used.server.api('PUT', `${run}/winner`, { candidateId: first?.a.id });
    await used.server.api('POST', `${run}/completion`);
    photoId = await eventually('the photo', async () => {
      const { items } = await used.server.api<{ items: { id: string; readiness: { state: string } }[] }>(
        'GET',
        '/photos',
      );
      return items.find(({ readiness }) => readiness.state === 'ready')?.id;
    });
    post = await aPost(used.server, done, photoId);
    due = await aPost(used.server, library, await aReadyPhoto(used.server, library), '2031-03-14T12:00');
    await used.server.api('POST', `/posts/${due.postId}/publish`, {});
    await used.server.api('POST', `/pillars/${library.pillarId}/suggestions`, { count: 3 });
    fake = await fakeComfyui();
    await used.server.api('POST', '/servers', { name: 'workshop', baseUrl: fake.url });
    await used.server.api('POST', '/servers', { name: 'attic', baseUrl: 'http://127.0.0.1:9' });
    await fake.order({ do: 'fail_next' });
    const made = { name: 'from servers', steps: threeSteps };
    const { id: pipelineId } = await used.server.api<{ id: string }>('POST', '/pipelines', made);
    ({ id: generatingId } = await used.server.api<{ id: string }>('POST', '/runs', {
      pipelineId,
      name: 'window light',
    }));
    await used.server.api('POST', `/runs/${generatingId}/generation`, { maxChildren: 3 });
    const other = await aLibrary(used.server, { candidates: 1, name: 'quiet rooms' });
    await used.server.api('PATCH', `/runs/${other.runId}`, { clusterId: null });
    await used.server.api('POST', `/runs/${other.runId}/completion`);
  }, 120_000);

  afterAll(() => fake.stop());

  it.each([
    ['light', 1280, 800],
    ['dark', 1280, 800],
    ['light', 390, 844],
    ['dark', 390, 844],
  ] as const)(
    '%s, %i × %i',
    async (scheme, width, height) => {
      const person = await Person.in(used.browser, used.server, { width, height });
      const { page } = person;
      await page.emulateMedia({ colorScheme: scheme });
      const shoot = (name: string) =>
        page.screenshot({ path: join(FOLDER, `${name}-${scheme}-${width}.png`), fullPage: WHOLE.includes(name) });
      await page.goto(`${used.server.base}/`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await shoot('sign-in');
      await person.signIn(await used.server.adminKey());
      for (const [name, path] of Object.entries({
        today: '/',
        personas: '/personas',
        persona: `/personas/${library.personaId}`,
        suggestions: `/personas/${library.personaId}/suggestions`,
        clusters: '/clusters',
        cluster: `/clusters/${library.clusterId}`,
        runs: '/runs',
        run: `/runs/${library.runId}`,
        vote: `/runs/${library.runId}/vote`,
        candidates: `/runs/${library.runId}/candidates`,
        photos: '/photos',
        photo: `/photos?photo=${photoId}`,
        links: '/links',
        calendar: '/calendar?date=2031-03-12',
        week: '/calendar?date=2031-03-12&view=week',
        posts: '/posts',
        post: `/posts/${post.postId}`,
        due: `/posts/${due.postId}`,
        account: `/accounts/${post.accountId}`,
        pipelines: '/pipelines',
        pipeline: `/pipelines/${library.pipelineId}`,
        keys: '/settings/keys',
        sessions: '/settings/sessions',
        servers: '/settings/servers',
        jobs: '/jobs',
        generating: `/runs/${generatingId}`,
      })) {
        await page.goto(used.server.base + path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        await shoot(name);
      }
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await shoot('help');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search or do' }).fill('morning');
      await page
        .getByRole('option', { name: /Morning coffee/ })
        .first()
        .waitFor();
      await shoot('palette');
      expect(person.faults).toEqual([]);
    },
    120_000,
  );
});
