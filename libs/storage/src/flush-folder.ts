import { open } from 'node:fs/promises';

/** The flush that runs for a folder, and the one that follows it. */
interface Flushes {
  running: Promise<void>;
  next?: Promise<void>;
}

const folders = new Map<string, Flushes>();

/**
 * Makes the entries of a folder survive a power failure. Callers share a flush that has not begun: many files that are
 * written into one folder at the same time need one or two.
 */
export function flushFolder(folder: string): Promise<void> {
  const flushes = folders.get(folder);
  if (!flushes) return begin(folder);
  // The running flush may have begun before the caller's entry was made.
  return (flushes.next ??= flushes.running.then(
    () => begin(folder),
    () => begin(folder),
  ));
}

function begin(folder: string): Promise<void> {
  const running = flushNow(folder).finally(() => {
    const flushes = folders.get(folder);
    if (flushes?.running === running && !flushes.next) folders.delete(folder);
  });
  folders.set(folder, { running });
  return running;
}

async function flushNow(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
