import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { DomainError } from '@trellis/kernel';
import { PhotosFacade, type StoredOriginal } from '@trellis/photos';
import { PipelineFacade, type Winner } from '@trellis/pipeline';
import { hashFile, inspectImage, type ImageFacts, type OpenImage } from '@trellis/storage';
import type { LinkIntention } from './link-intention.ts';
import { LinkRows } from './link-rows.ts';

type Handle = OpenImage['handle'];

/** The file is not the one that was registered and voted on. */
export class ImageChangedError extends DomainError {
  constructor() {
    super('image_changed', 'conflict', 'The file has other bytes than when the candidate was registered.');
  }
}

/** The second step, with no transaction open: one open file is hashed, compared, stored and verified. */
@Injectable()
export class StoreWinnerService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
    private readonly rows: LinkRows,
  ) {}

  /** @throws ImageRefusedError, ImageChangedError, StorageUnavailableError */
  async execute({ runId, photoId, winner }: LinkIntention): Promise<StoredOriginal> {
    const { handle } = await this.pipeline.openImage(winner.imagePath);
    try {
      const facts = registered(winner) ? await unchanged(handle, winner) : await this.inspect(handle, runId, photoId);
      return await this.photos.storeOriginal(
        photoId,
        () => handle.createReadStream({ start: 0, autoClose: false }),
        facts,
      );
    } finally {
      await handle.close();
    }
  }

  /** A candidate that was imported without its file has no facts yet: the picture is checked now, and its key written down. */
  private async inspect(handle: Handle, runId: string, photoId: string): Promise<ImageFacts> {
    const facts = await inspectImage(await handle.readFile());
    await this.rows.change(this.dataSource.manager, runId, { intendedKey: this.photos.keyOf(photoId, facts) });
    return facts;
  }
}

type Registered = { [K in keyof Winner]: NonNullable<Winner[K]> };

const registered = (winner: Winner): winner is Registered => winner.sha256 !== null;

async function unchanged(handle: Handle, { sha256, contentType, width, height }: Registered): Promise<ImageFacts> {
  const hashes = await hashFile(handle);
  if (hashes.sha256 !== sha256) throw new ImageChangedError();
  return { ...hashes, contentType, width, height };
}
