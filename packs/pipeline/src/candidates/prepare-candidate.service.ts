import { Injectable } from '@nestjs/common';
import { newId } from '@trellis/kernel';
import type { ImageFacts } from '@trellis/images';
import type { PictureColumns } from '../renditions/candidate-picture.ts';
import { CandidateFiles } from './candidate-files.ts';
import { CandidateRenditionsService } from './candidate-renditions.service.ts';

/** What the row of a candidate has of its picture. */
export type CandidatePictureRow = ImageFacts & PictureColumns & { imagePath: string };

/** A picture that was checked and is in its place, and no candidate yet. */
export interface PreparedCandidate {
  id: string;
  row: CandidatePictureRow;
  /** The WebP of 320 pixels. */
  thumbnail: Buffer;
}

/** What is done with a picture before its run is locked, so that a large one does not block other requests. */
@Injectable()
export class PrepareCandidateService {
  constructor(
    private readonly files: CandidateFiles,
    private readonly renditions: CandidateRenditionsService,
  ) {}

  /** By the path of a file inside the roots. @throws ImageRefusedError */
  async fromPath(imagePath: string): Promise<PreparedCandidate> {
    const { facts, small } = await this.files.inspect(imagePath);
    const { columns, thumbnail } = await this.renditions.see(small);
    return { id: newId(), row: { imagePath, ...facts, ...columns }, thumbnail };
  }

  /** Undefined bytes are those of a file over the limit. @throws ImageRefusedError */
  async fromBytes(runId: string, bytes: Buffer | undefined): Promise<PreparedCandidate> {
    const id = newId();
    const inspected = await this.files.inspectUpload(bytes);
    const { columns, thumbnail } = await this.renditions.see(inspected.small);
    const imagePath = await this.files.keep(runId, id, bytes as Buffer, inspected.facts);
    return { id, row: { imagePath, ...inspected.facts, ...columns }, thumbnail };
  }

  /** After its row is committed. */
  begin({ id, thumbnail }: PreparedCandidate, runId: string): void {
    this.renditions.begin({ id, runId }, thumbnail);
  }

  /** Deletes the file of a picture that becomes no candidate. */
  discard({ row }: PreparedCandidate): Promise<void> {
    return this.files.discard(row.imagePath);
  }
}
