import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ImageRefusedError, inspectImage, type ImageFacts } from '@trellis/images';
import { commonEnding, folded, partsOf } from './image-path.ts';

/** The file of an image path of the earlier system, or why there is none. */
export type FoundImage = { file: string; facts: ImageFacts } | { problem: string };

interface KnownFile {
  file: string;
  /** The parts of its path below the root, last one first. */
  parts: string[];
  folded: string[];
}

/**
 * Finds files by the longest common ending of their paths. Separators, upper and lower case and Unicode forms do not
 * matter. Of several equally good matches, the one in exactly the given spelling is used, or none.
 */
export class ImageFinder {
  private readonly facts = new Map<string, Promise<FoundImage>>();

  private constructor(private readonly byName: ReadonlyMap<string, KnownFile[]>) {}

  static async in(root: string): Promise<ImageFinder> {
    const byName = new Map<string, KnownFile[]>();
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const known = knownFile(root, join(entry.parentPath, entry.name));
      const name = known.folded[0] ?? '';
      byName.set(name, [...(byName.get(name) ?? []), known]);
    }
    return new ImageFinder(byName);
  }

  async find(path: string): Promise<FoundImage> {
    const wanted = partsOf(path);
    const best = bestOf(this.byName.get(folded(wanted)[0] ?? '') ?? [], wanted);
    if (best.length === 0) return { problem: 'no file has this ending' };
    if (best.length > 1) return { problem: 'several files match equally well' };
    return this.inspect((best[0] as KnownFile).file);
  }

  private inspect(file: string): Promise<FoundImage> {
    const known = this.facts.get(file) ?? inspect(file);
    this.facts.set(file, known);
    return known;
  }
}

function knownFile(root: string, file: string): KnownFile {
  const parts = partsOf(relative(root, file));
  return { file, parts, folded: folded(parts) };
}

/** The files with the longest ending; only one when it is spelt exactly like the wanted path there. */
function bestOf(files: readonly KnownFile[], wanted: readonly string[]): KnownFile[] {
  const wantedFolded = folded(wanted);
  const lengths = files.map((known) => commonEnding(known.folded, wantedFolded));
  const longest = Math.max(1, ...lengths);
  const best = files.filter((_, i) => lengths[i] === longest);
  const exact = best.filter(({ parts }) => commonEnding(parts, wanted) === longest);
  return exact.length === 1 ? exact : best;
}

async function inspect(file: string): Promise<FoundImage> {
  try {
    return { file, facts: await inspectImage(await readFile(file)) };
  } catch (error) {
    return { problem: error instanceof ImageRefusedError ? error.detail : `it cannot be read: ${String(error)}` };
  }
}
