import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '@trellis/manifest';
import { openFolder } from './folder-source.ts';
import type { PictureSource } from './source-files.ts';
import { openZip } from './zip-source.ts';

/** The source of the line at hand. Lines of one source follow each other. */
export class CurrentSource {
  private source: PictureSource | undefined;

  /** @throws UsageError when there is no folder and no ZIP file */
  readonly at = async (path: string): Promise<PictureSource> => {
    if (this.source?.path === path) return this.source;
    this.close();
    return (this.source = await openSource(path));
  };

  close(): void {
    this.source?.close();
  }
}

/** @throws UsageError when there is no folder and no ZIP file */
export async function openSource(from: string): Promise<PictureSource> {
  const path = resolve(from);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return openFolder(path);
  if (found?.isFile()) return openZip(path);
  throw new UsageError(`There is no folder and no ZIP file at ${from}.`);
}
