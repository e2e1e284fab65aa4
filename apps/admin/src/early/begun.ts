const begun = new Map<string, Promise<unknown>>();

/** Asks the server now; the screen takes the answer when it is there. */
export function begin<T>(name: string, ask: () => Promise<T>): Promise<T> {
  const asked = ask();
  begun.set(name, asked);
  return asked;
}

/** What was begun under this name, once; asks where nothing was. */
export function begunOr<T>(name: string, ask: () => Promise<T>): Promise<T> {
  const asked = begun.get(name) as Promise<T> | undefined;
  begun.delete(name);
  return asked ?? ask();
}
