import type { ObjectFacts, ObjectSource, ObjectStorage } from './object-storage.ts';
import { StorageUnavailableError } from './storage.errors.ts';

/**
 * PUT, then HEAD, which compares size and hash. A PUT that fails or times out may still have stored the object, so HEAD
 * decides. The caller repeats it later under the same key, never under another.
 * @throws ObjectDiffersError when the source has other bytes; StorageUnavailableError when the object is missing or
 * differs afterwards
 */
export async function storeVerified(
  storage: ObjectStorage,
  key: string,
  source: ObjectSource,
  facts: ObjectFacts,
): Promise<void> {
  const failure = await storage.put(key, source, facts).then(
    () => undefined,
    (error: unknown) => error,
  );
  const stored = await storage.head(key);
  if (stored?.byteSize === facts.byteSize && stored.sha256 === facts.sha256) return;
  throw failure instanceof Error ? failure : new StorageUnavailableError('verify', new Error('ObjectDiffers'));
}
