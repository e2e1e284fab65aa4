import type { ObjectFacts, ObjectSource, ObjectStorage, StoredObject } from './object-storage.ts';
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
  throw failure instanceof Error ? failure : unverified(stored, facts);
}

/** A PUT that succeeded, and yet the object is not there, or not as it was sent. */
function unverified(stored: StoredObject | undefined, { byteSize }: ObjectFacts): StorageUnavailableError {
  const [cause, detail] = !stored
    ? ['ObjectMissing', 'The object storage accepted the object, but does not have it.']
    : stored.byteSize === byteSize && !stored.keepsFacts
      ? [
          'MetadataMissing',
          'The object storage keeps no metadata (x-amz-meta-sha256). Trellis needs a store that does.',
        ]
      : ['ObjectDiffers', 'The object storage has other bytes than were sent.'];
  return new StorageUnavailableError('verify', Object.assign(new Error(detail), { code: cause }), detail);
}
