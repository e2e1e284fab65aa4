import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { TrellisConfig } from '@trellis/config';
import { ImageRefusedError, openImage } from '@trellis/images';
import { writeWhole } from '@trellis/storage';
import type { RenditionWidth } from './candidate-picture.ts';

const FOLDER = '.renditions';
const MOST_BYTES = 16 * 1024 * 1024;

/** Identifies the files of a candidate. */
export interface CandidateKey {
  id: string;
  runId: string;
}

/** The files `<first root>/.renditions/<run>/<candidate>-<width>.webp`. Each can be made again. */
@Injectable()
export class RenditionFiles {
  private readonly root: string;

  constructor(private readonly config: TrellisConfig) {
    this.root = config.CANDIDATE_ROOTS[0] as string;
  }

  /** Undefined when it has to be made. */
  async read(candidate: CandidateKey, width: RenditionWidth): Promise<Buffer | undefined> {
    try {
      const { handle } = await openImage(this.pathOf(candidate, width), [join(this.root, FOLDER)], MOST_BYTES);
      return await handle.readFile().finally(() => handle.close());
    } catch (error) {
      if (error instanceof ImageRefusedError) return undefined;
      throw error;
    }
  }

  write(candidate: CandidateKey, width: RenditionWidth, bytes: Buffer): Promise<void> {
    const { CANDIDATE_UMASK: umask } = this.config;
    return writeWhole(this.pathOf(candidate, width), [bytes], { within: this.root, umask });
  }

  /** Deletes those of a run. */
  async deleteRun(runId: string): Promise<void> {
    // Again, when a rendition of the run is written meanwhile.
    await rm(join(this.root, FOLDER, runId), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  /** The runs that have files. */
  async runs(): Promise<string[]> {
    try {
      return (await readdir(join(this.root, FOLDER))).filter((name) => isUUID(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  private pathOf({ id, runId }: CandidateKey, width: RenditionWidth): string {
    return join(this.root, FOLDER, runId, `${id}-${width}.webp`);
  }
}
