/** The parameters of addresses. Defaults are not in them. */
export const postStates = ['draft', 'scheduled', 'publishing', 'published', 'unknown', 'failed', 'cancelled'] as const;

export const jobStates = ['queued', 'waiting', 'working', 'done', 'failed', 'cancelled'] as const;

export type Search = Record<string, unknown>;

/** A text of the address; undefined when it is absent or empty. */
export const text = (search: Search, name: string): string | undefined => {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export const oneOf = <const T extends readonly string[]>(search: Search, name: string, all: T): T[number] | undefined =>
  all.find((one) => one === search[name]);
