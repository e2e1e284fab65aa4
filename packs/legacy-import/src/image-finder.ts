import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { inspectImage, type ImageFacts } from '@trellis/images';

/** The file of an image path of the earlier system, or why there is none. */
export type FoundImage =
  | { file: string; facts: ImageFacts }
  | { problem: 'no file has this ending' | 'several files match equally well' | 'not an image' };

/** Finds files by the longest common ending of their paths. Of two equally good matches, neither is used. */
export class ImageFinder {
  private readonly facts = new Map<string, Promise<ImageFacts | undefined>>();

  private constructor(
    private readonly root: string,
    private readonly byName: Map<string, string[]>,
  ) {}

  static async in(root: string): Promise<ImageFinder> {
    const byName = new Map<string, string[]>();
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      byName.set(entry.name, [...(byName.get(entry.name) ?? []), file]);
    }
    return new ImageFinder(root, byName);
  }

  async find(path: string): Promise<FoundImage> {
    const wanted = path.split('/').filter(Boolean).reverse();
    const fitting = (this.byName.get(wanted[0] ?? '') ?? []).map((file) => ({
      file,
      length: this.common(file, wanted),
    }));
    const longest = Math.max(0, ...fitting.map(({ length }) => length));
    const best = fitting.filter(({ length }) => length === longest);
    if (best.length === 0) return { problem: 'no file has this ending' };
    if (best.length > 1) return { problem: 'several files match equally well' };
    const { file } = best[0] as { file: string };
    const facts = await this.inspect(file);
    return facts ? { file, facts } : { problem: 'not an image' };
  }

  private common(file: string, wanted: readonly string[]): number {
    const parts = relative(this.root, file).split(sep).reverse();
    const differs = parts.findIndex((part, i) => part !== wanted[i]);
    return differs === -1 ? parts.length : differs;
  }

  private inspect(file: string): Promise<ImageFacts | undefined> {
    const known =
      this.facts.get(file) ??
      readFile(file)
        .then(inspectImage)
        .catch(() => undefined);
    this.facts.set(file, known);
    return known;
  }
}
