import { Injectable } from '@nestjs/common';
import pLimit, { type LimitFunction } from 'p-limit';
import { TrellisConfig } from '@trellis/config';
import { DomainError } from '@trellis/kernel';
import { PhotosFacade, type StoredOriginal } from '@trellis/photos';
import { PipelineFacade, pipelineProblems, type Winner } from '@trellis/pipeline';
import { ObjectDiffersError, type ObjectSource } from '@trellis/storage';
import { Database } from '@trellis/database';
import { inspectImage, type OpenImage } from '@trellis/images';
import { ClusteringSettings } from '../clustering.settings.ts';
import type { LinkIntention } from './link-intention.ts';
import { reached } from './link-progress.ts';
import { LinkRows } from './link-rows.ts';
import { ReadBuffers, SMALL_BYTES } from './read-buffers.ts';

/** The file is not the registered file that was voted on. */
export class ImageChangedError extends DomainError {
  constructor() {
    super(pipelineProblems.image_changed, 'The file has changed since the candidate was registered.');
  }
}

/** Step 2, outside of any transaction: one open file is hashed, compared, stored and verified. */
@Injectable()
export class StoreWinnerService {
  private readonly buffers = new ReadBuffers();
  private readonly places: LimitFunction;

  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly photos: PhotosFacade,
    private readonly rows: LinkRows,
    config: TrellisConfig,
  ) {
    this.places = pLimit(config.of(ClusteringSettings).LINK_CONCURRENCY);
  }

  /** @throws ImageRefusedError, ImageChangedError, StorageUnavailableError */
  execute(intention: LinkIntention): Promise<StoredOriginal> {
    return this.places(() => this.store(intention));
  }

  private async store(intention: LinkIntention): Promise<StoredOriginal> {
    const { runId, winner, place } = intention;
    const file = await this.pipeline.openImage(winner.imagePath);
    try {
      if (!place || !registered(winner)) return await this.storeUnregistered(file, intention);
      const { contentType, sha256, width, height } = winner;
      const facts = { contentType, byteSize: file.byteSize, sha256, width, height };
      const store = async (source: ObjectSource) => {
        reached({ point: 'file-read', runId });
        return this.photos.storeOriginal(place, source, facts);
      };
      return await (file.byteSize > SMALL_BYTES ? store(chunksOf(file)) : this.fromMemory(file, store));
    } catch (error) {
      throw error instanceof ObjectDiffersError ? new ImageChangedError() : error;
    } finally {
      await file.handle.close();
    }
  }

  private async fromMemory<T>(
    { handle, byteSize }: OpenImage,
    store: (source: ObjectSource) => Promise<T>,
  ): Promise<T> {
    const buffer = this.buffers.take();
    const { bytesRead } = await handle.read(buffer, 0, byteSize, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const stored = await store(bytes);
    this.buffers.giveBack(buffer);
    return stored;
  }

  /** A candidate imported without its file has no facts yet. The image is checked now, and its place recorded. */
  private async storeUnregistered({ handle }: OpenImage, intention: LinkIntention): Promise<StoredOriginal> {
    const bytes = await handle.readFile();
    const facts = await inspectImage(bytes);
    const place = await this.database.transaction((manager) => this.rows.intendPlace(manager, intention, facts));
    return this.photos.storeOriginal(place, bytes, facts);
  }
}

/** Larger files are read in chunks, so that four links of 25 MB use little memory. */
const chunksOf =
  ({ handle }: OpenImage): ObjectSource =>
  () =>
    handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 * 1024 });

type Registered = { [K in keyof Winner]: NonNullable<Winner[K]> };

const registered = (winner: Winner): winner is Registered => winner.sha256 !== null;
