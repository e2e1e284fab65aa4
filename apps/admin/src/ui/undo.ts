import { perform, type Act } from '../api/acts.ts';

interface Kept {
  path: string;
  text: string;
  act: Act;
  /** When it was done, in milliseconds. */
  at: number;
}

const KEY = 'trellis-undo';
const MOST = 20;

const read = (): Kept[] => JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Kept[];
const write = (all: readonly Kept[]): void => sessionStorage.setItem(KEY, JSON.stringify(all.slice(-MOST)));
const same = (one: Act, other: Act): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Keeps the way back of what was done on this screen, also for after a reload. */
export const keepUndo = (text: string, act: Act): void =>
  write([...read(), { path: location.pathname, text, act, at: Date.now() }]);

/** The latest act of this screen that can be undone. */
export const latestUndo = (): Kept | undefined => read().findLast(({ path }) => path === location.pathname);

/** Undoes it, once. @throws ProblemError when the server refuses; then it is gone all the same */
export async function undo(act: Act): Promise<void> {
  const all = read();
  const at = all.findLastIndex((one) => same(one.act, act));
  if (at < 0) return;
  write(all.toSpliced(at, 1));
  await perform(act);
}
