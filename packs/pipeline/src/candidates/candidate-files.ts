import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { LinkLeadsOutError, writeDurably } from '@trellis/storage';
import { folderIsLink } from './candidate.errors.ts';
import {
  ImageRefusedError,
  fileExtension,
  inspectPicture,
  openImage,
  type ImageFacts,
  type InspectedPicture,
  type OpenImage,
} from '@trellis/images';

/** The files of candidates: read only inside CANDIDATE_ROOTS, written only into the first of them. */
@Injectable()
export class CandidateFiles {
  constructor(private readonly config: TrellisConfig) {}

  /**
   * The caller closes the file. @param registered the size of a file that was accepted, whatever the limit is today
   * @throws ImageRefusedError
   */
  open(imagePath: string, registered = 0): Promise<OpenImage> {
    const most = Math.max(this.config.MAX_IMAGE_BYTES, registered);
    return openImage(imagePath, this.config.CANDIDATE_ROOTS, most);
  }

  /** Reads the file once and checks the whole image. @throws ImageRefusedError */
  async inspect(imagePath: string): Promise<InspectedPicture> {
    const { handle } = await this.open(imagePath);
    try {
      return await inspectPicture(await handle.readFile());
    } finally {
      await handle.close();
    }
  }

  /** Checks an uploaded image; undefined bytes are those of a file over the limit. @throws ImageRefusedError */
  inspectUpload(bytes: Buffer | undefined): Promise<InspectedPicture> {
    if (!bytes) throw new ImageRefusedError('image_too_large');
    return inspectPicture(bytes);
  }

  /** Writes `<first root>/<runId>/<candidateId>.<ext>` completely or not at all, and returns its path. */
  async keep(runId: string, candidateId: string, bytes: Buffer, facts: ImageFacts): Promise<string> {
    const root = this.config.CANDIDATE_ROOTS[0] as string;
    const path = join(root, runId, `${candidateId}.${fileExtension(facts.contentType)}`);
    try {
      await writeDurably(path, [bytes], { within: root, umask: this.config.CANDIDATE_UMASK });
    } catch (error) {
      throw error instanceof LinkLeadsOutError ? folderIsLink() : error;
    }
    return path;
  }

  /** Deletes a file without a candidate. */
  async discard(path: string): Promise<void> {
    await rm(path, { force: true });
  }
}
