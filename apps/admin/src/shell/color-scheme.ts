import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';

const KEY = 'trellis-color-scheme';

/** The choice that `scheme.js` reads before the first paint. */
export const colorSchemes: MantineColorSchemeManager = {
  get: (fallback) => (localStorage.getItem(KEY) as MantineColorScheme | null) ?? fallback,
  set: (value) => localStorage.setItem(KEY, value),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => localStorage.removeItem(KEY),
};
