import { readFile } from 'node:fs/promises';
import { usePresses } from './keys.spec-support.ts';
import { aLibrary, type Library } from './library.spec-support.ts';
import { drawPictures } from './pictures.spec-support.ts';

interface Named {
  id: string;
}
interface Photos {
  items: { id: string; readiness: { state: string } }[];
}

const TALL = 1_400;

describe('the actions of gaps', () => {
  const { used, own, open, heading, said, until } = usePresses();
  let library: Library;
  beforeAll(async () => {
    // “Daily” has a run without a winner.
    library = await aLibrary(used.server, { candidates: 2 });
    await pillarWithPhoto('Tall', TALL, 'needs_crop');
    await pillarWithPhoto('Ready', 800, 'ready');
    const account = { provider: 'manual', name: 'by hand', timeZone: 'UTC' };
    const { id } = await used.server.api<Named>('POST', `/personas/${library.personaId}/accounts`, account);
    await used.server.api('PUT', `/accounts/${id}/slots`, { slots: [{ weekday: 1, localTime: '12:00' }] });
  }, 120_000);

  async function pillarWithPhoto(name: string, height: number, state: string): Promise<void> {
    const { personaId } = library;
    const { id: pillarId } = await used.server.api<Named>('POST', `/personas/${personaId}/pillars`, {
      name,
      weight: 20,
    });
    const cluster = { name: `${name} things`, pillarId };
    const { id } = await used.server.api<Named>('POST', `/personas/${personaId}/clusters`, cluster);
    const [file = ''] = drawPictures(1, { height });
    const form = new FormData();
    form.append('files', new Blob([await readFile(file)], { type: 'image/png' }), 'one.png');
    await used.server.api('POST', `/clusters/${id}/photos`, form);
    await until(`the photo of ${name}`, async () => {
      const { items } = await used.server.api<Photos>('GET', `/clusters/${id}/photos`);
      return items[0]?.readiness.state === state;
    });
  }

  const persona = () => open(`/personas/${library.personaId}`);
  const button = (name: string) => own.page.getByRole('button', { name, exact: true });
  const actions = () =>
    used.server
      .api<{ actions: { do: string }[] }>('GET', `/personas/${library.personaId}/gaps`)
      .then((gaps) => gaps.actions.map((action) => action.do).sort());

  it('lead to the candidates of a run, to the crop, and to a new run', async () => {
    const { page } = own;
    expect(await actions()).toEqual(['crop', 'generate', 'generate', 'pick_winner', 'schedule']);
    await persona();
    await button('Choose the winner for Daily').click();
    await heading('Candidates of study 1');
    await persona();
    await button('Crop 1 photo for Tall').click();
    await page.getByRole('dialog', { name: 'Photo' }).waitFor();
    await persona();
    await button('Start a run for Tall').click();
    await own.person.create('New run', 'tall 1');
    await heading('tall 1');
  }, 60_000);

  it('schedule the photos that are ready in the next open slots', async () => {
    await persona();
    await button('Schedule 1 photo for Ready').click();
    await own.page.getByRole('dialog', { name: 'Schedule 1 photo' }).getByRole('button', { name: 'Schedule' }).click();
    await said('1 post is scheduled');
    const posts = `/posts?personaId=${library.personaId}&state=scheduled`;
    const { items } = await used.server.api<{ items: { caption: string; pillarId: string }[] }>('GET', posts);
    expect(items).toMatchObject([
      { caption: expect.stringMatching(/./) as string, slotId: expect.any(String) as string },
    ]);
    expect(await actions()).not.toContain('schedule');
  }, 60_000);

  it('create a cluster, and name the persona on Today', async () => {
    const { personaId } = library;
    await used.server.api('POST', `/personas/${personaId}/pillars`, { name: 'Bare', weight: 20 });
    await until('the new pillar on Today', async () => {
      await open('/');
      return button('Create cluster for Bare of north quay').isVisible();
    });
    await button('Create cluster for Bare of north quay').click();
    await own.person.create('New cluster', 'Bare things');
    await heading('Bare things');
  }, 60_000);
});
