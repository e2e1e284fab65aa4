import { decode, pictureOf } from '../ui/decode.ts';
import { begin } from './begun.ts';
import { UNFILTERED, firstCandidates, readCandidates } from './candidates.ts';
import { AHEAD } from './ahead.ts';
import { firstPairs, readPairs } from './pairs.ts';

const FIRST_TILES = 12;
const ADDRESS = /^\/admin\/runs\/([^/]+)\/(vote|candidates)$/;

async function askForPairs(runId: string): Promise<void> {
  const [first] = (await begin(firstPairs(runId), () => readPairs(runId, { ahead: AHEAD }))).pairs;
  if (first) await Promise.all([first.a, first.b].map(({ id }) => decode(pictureOf(id))));
}

async function askForCandidates(runId: string): Promise<void> {
  const name = firstCandidates(runId, UNFILTERED);
  const { items } = await begin(name, () => readCandidates(runId, UNFILTERED));
  await Promise.all(items.slice(0, FIRST_TILES).map(({ thumbnailUrl }) => decode(thumbnailUrl)));
}

/**
 * Asks for what the screen of an address shows first, and for its pictures, while the page starts. A filter in the
 * address is the screen's to read. A refusal is shown by the screen, which takes the same answer.
 */
export function askEarly({ pathname, search }: Location): void {
  if (document.querySelector<HTMLMetaElement>('meta[name="session"]')?.content === 'none') return;
  const [, runId, screen] = ADDRESS.exec(pathname) ?? [];
  if (!runId || search !== '') return;
  void (screen === 'vote' ? askForPairs(runId) : askForCandidates(runId)).catch(() => undefined);
}
