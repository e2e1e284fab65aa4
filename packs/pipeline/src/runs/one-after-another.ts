const lines = new Map<string, Promise<unknown>>();

/**
 * The tasks of one key, one after the other, in the order in which they came. The database puts the writers of a run in a
 * line anyway; but whoever waits there holds a connection, and two hundred votes on one run would leave none for the others.
 */
export function oneAfterAnother<T>(key: string, task: () => Promise<T>): Promise<T> {
  const before = lines.get(key) ?? Promise.resolve();
  const own = before.then(task, task);
  lines.set(key, own);
  const leave = () => {
    if (lines.get(key) === own) lines.delete(key);
  };
  own.then(leave, leave);
  return own;
}
