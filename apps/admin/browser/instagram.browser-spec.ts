import { Person, useBrowser } from './browser.spec-support.ts';
import { fakeInstagram } from './fake-instagram.spec-support.ts';
import { aLibrary, aReadyPhoto, type Library } from './library.spec-support.ts';
import { eventually } from './server.spec-support.ts';

/** From an account without a token to a published post, and to one of which nothing says whether it is published. */
describe('an account of Instagram', () => {
  const env: Record<string, string> = {};
  let fake: Awaited<ReturnType<typeof fakeInstagram>>;
  beforeAll(async () => {
    fake = await fakeInstagram();
    env['INSTAGRAM_GRAPH_URL'] = fake.url;
  });
  afterAll(() => fake.stop());
  const used = useBrowser(env);
  let person: Person;
  let library: Library;
  let accountId = '';
  beforeAll(async () => {
    person = await Person.in(used.browser, used.server);
    await person.signIn(await used.server.adminKey());
    library = await aLibrary(used.server, { candidates: 1 });
  }, 120_000);
  afterEach(() => expect(person.faults).toEqual([]));

  const heading = (name: string | RegExp) => person.page.getByRole('heading', { level: 1, name }).waitFor();
  const button = (name: string) => person.page.getByRole('button', { name, exact: true });
  const said = (text: string) => person.page.getByRole('status').getByText(text).first().waitFor();

  async function aPost(caption: string): Promise<string> {
    const photoIds = [await aReadyPhoto(used.server, library)];
    const { id } = await used.server.api<{ id: string }>('POST', '/posts', { accountId, photoIds, caption });
    await used.server.api('POST', `/posts/${id}/publish`, {});
    return id;
  }

  it('is connected by its id and a token, checked, and confirmed', async () => {
    const { page } = person;
    await page.goto(`${used.server.base}/personas/${library.personaId}`);
    await button('New account').click();
    await person.create('New account', 'north quay', async () => {
      await page.getByRole('dialog').getByRole('combobox', { name: 'Who posts' }).selectOption('instagram');
    });
    await heading('north quay');
    accountId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByText('The account has no token yet.').waitFor();
    await page.getByText('Instagram’s own label for AI', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Instagram id' }).fill('17841400000000001');
    await page.getByRole('textbox', { name: 'Gap between posts' }).fill('0');
    await button('Save').click();
    await said('The account is saved');
    await page.getByLabel('Token', { exact: true }).fill('another-token');
    await button('Save token').click();
    await said('The token is saved');
    await button('Check connection').click();
    await page
      .getByRole('list', { name: 'Problems of the connection' })
      .getByText(/does not take the token/)
      .waitFor();
    await page.getByLabel('Token', { exact: true }).fill('fake-token');
    await button('Save token').click();
    await button('Check connection').click();
    await said('Instagram takes the token, and can fetch the pictures.');
    await page.getByText(/0 of 100 posts in 24 hours/).waitFor();
    expect(await person.violations()).toEqual([]);
  }, 60_000);

  it('publishes a post, which shows where it is', async () => {
    const id = await aPost('Dusk at the quay');
    await person.page.goto(`${used.server.base}/posts/${id}`);
    await person.page.getByRole('link', { name: /www\.instagram\.com\/p\// }).waitFor({ timeout: 40_000 });
    expect(await fake.media()).toMatchObject([{ caption: expect.stringContaining('Dusk at the quay') as string }]);
  }, 90_000);

  it('has a person decide about a post of which nothing says whether it was published', async () => {
    const { page } = person;
    await fake.order({ on: 'media_publish', do: 'drop_answer_after' });
    await fake.order({ on: 'status', do: 'slow', seconds: 0 });
    await fake.order({ on: 'status', do: 'html', times: 20 });
    const id = await aPost('Fog over the quay');
    const state = async () => (await used.server.api<{ state: string }>('GET', `/posts/${id}`)).state;
    await eventually('the outcome to be unknown', async () => ((await state()) === 'unknown' ? true : undefined));
    await page.goto(`${used.server.base}/posts/${id}`);
    await page.getByText('Was it published?').waitFor();
    await page
      .getByRole('list', { name: 'Readings' })
      .getByText(/Nothing says whether it was published/)
      .first()
      .waitFor();
    await page
      .getByRole('list', { name: 'Published last on this account' })
      .getByText(/Fog over the quay/)
      .waitFor();
    expect(await person.violations()).toEqual([]);
    await button('It was published').click();
    const dialog = page.getByRole('dialog', { name: 'It was published' });
    await dialog.getByRole('textbox', { name: 'Address of the post' }).fill('https://www.instagram.com/p/abc/');
    await dialog.getByRole('button', { name: 'It was published' }).click();
    await page.getByRole('link', { name: 'https://www.instagram.com/p/abc/' }).waitFor();
    expect(await state()).toBe('published');
  }, 90_000);
});
