import { aLibrary, type Library } from './library.spec-support.ts';
import { usePresses } from './keys.spec-support.ts';

describe('every key', () => {
  const { used, own, note, press, open, said, until } = usePresses('vote');
  let library: Library;
  beforeAll(async () => {
    library = await aLibrary(used.server, { candidates: 6 });
  }, 120_000);

  it('works in voting', async () => {
    const { page } = own;
    await open(`/runs/${library.runId}/vote`);
    const isArmed = page.locator('button[aria-disabled="false"]', { hasText: 'A is better' });
    const votes = (n: number) => page.getByRole('status', { name: 'Votes' }).getByText(`${n} votes`).waitFor();
    let n = 0;
    for (const [action, key] of [
      ['a', 'ArrowLeft'],
      ['a', '1'],
      ['a', 'Num4'],
      ['b', 'ArrowRight'],
      ['b', '2'],
      ['b', 'Num6'],
      ['draw', 'ArrowDown'],
      ['draw', '0'],
      ['draw', 'Num5'],
    ] as const) {
      await isArmed.waitFor();
      await press('vote', action, key);
      await votes((n += 1));
    }
    for (const key of ['U', 'Backspace']) {
      await isArmed.waitFor();
      await press('vote', 'undo', key);
      await votes((n -= 1));
    }
    await isArmed.waitFor();
    const first = page.getByRole('img', { name: 'Candidate A' });
    const src = await first.getAttribute('src');
    note('vote', 'swap');
    await page.keyboard.down(' ');
    await until(
      'the other picture',
      async () => (await page.locator('.vote-side img').first().getAttribute('src')) !== src,
    );
    await page.keyboard.up(' ');
    await until(
      'the same picture',
      async () => (await page.locator('.vote-side img').first().getAttribute('src')) === src,
    );
    await press('vote', 'zoom');
    await page.locator('img.whole').first().waitFor();
    await press('vote', 'zoom');
    await press('vote', 'information');
    await page.getByRole('table', { name: 'What differs' }).waitFor();
    await press('vote', 'fullscreen');
    await until('full screen', () => page.evaluate(() => document.fullscreenElement !== null));
    await press('vote', 'fullscreen');
    await until('no full screen', () => page.evaluate(() => document.fullscreenElement === null));
    await press('vote', 'skip');
    await until('another pair', async () => (await first.getAttribute('src')) !== src);
    const winner = async () => {
      const { items } = await used.server.api<{ items: { id: string; isWinner: boolean }[] }>(
        'GET',
        `/runs/${library.runId}/candidates`,
      );
      return items.find(({ isWinner }) => isWinner)?.id;
    };
    await isArmed.waitFor();
    await press('vote', 'winner a');
    await said('The winner is chosen');
    const before = await winner();
    expect(before).toBeDefined();
    await press('vote', 'winner b');
    await until('the other winner', async () => (await winner()) !== before);
    const undo = page.getByRole('button', { name: 'Undo' }).last();
    await undo.click();
    await until('the winner before', async () => (await winner()) === before);
    // A winner cannot be rejected.
    await used.server.api('DELETE', `/runs/${library.runId}/winner`);
    for (const [action, rejected] of [
      ['reject a', 1],
      ['reject b', 2],
      ['reject both', 4],
    ] as const) {
      await isArmed.waitFor();
      await press('vote', action);
      await until(`${rejected} rejected`, async () => {
        const query = `/runs/${library.runId}/candidates?status=rejected`;
        const { items } = await used.server.api<{ items: unknown[] }>('GET', query);
        return items.length === rejected;
      });
    }
    for (let undone = 0; undone < 3; undone += 1) await page.keyboard.press('u');
    await until('none rejected', async () => {
      const query = `/runs/${library.runId}/candidates?status=rejected`;
      return (await used.server.api<{ items: unknown[] }>('GET', query)).items.length === 0;
    });
  }, 120_000);
});
