import type { ObjectFacts } from '../object-storage.ts';

const TYPES: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' };
const STATES = /(?:^|\/)([0-9a-f]{64})\.([a-z]+)$/;

/** Hash and type of an object whose key states them: `…/<sha256>.<ext>`. Undefined for any other key. */
export function factsInKey(key: string): Pick<ObjectFacts, 'sha256' | 'contentType'> | undefined {
  const [, sha256, extension = ''] = STATES.exec(key) ?? [];
  const contentType = TYPES[extension];
  return sha256 && contentType ? { sha256, contentType } : undefined;
}
