import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { imageRefusal } from '@trellis/images';
import { PipelineGeneration } from '@trellis/pipeline';
import type { OutputFile } from '@trellis/comfyui';
import type { DrivenAttempt } from '../attempts/attempt-rows.ts';
import { EndAttemptService, type EndedAttempt } from '../attempts/end-attempt.service.ts';
import type { DrivenServer } from '../servers/driven-server.ts';
import { fetchPicture } from './fetch-picture.ts';
import { Pauses } from './pauses.ts';
import {
  insertOutputs,
  sha256Of,
  TakePicturesService,
  type CollectedPicture,
  type NotTaken,
} from './take-pictures.service.ts';

/** `away`: the server does not answer, and the attempt stays as it is. */
export type CollectResult = 'taken' | 'ended' | 'away';

const AWAY_MS = 3_600_000;

/** Brings the pictures of an attempt into the library. May be repeated: what was not committed is done again. */
@Injectable()
export class CollectService {
  constructor(
    private readonly config: TrellisConfig,
    private readonly pipeline: PipelineGeneration,
    private readonly taking: TakePicturesService,
    private readonly ends: EndAttemptService,
    private readonly pauses: Pauses,
  ) {}

  /** Of an attempt that is being collected, or was lost, with what it has saved. */
  async execute(server: DrivenServer, attempt: DrivenAttempt, images: readonly OutputFile[]): Promise<CollectResult> {
    if (attempt.state === 'collecting' && attempt.unwanted) {
      await this.ends.execute(attempt, { as: 'cancelled' });
      return 'ended';
    }
    const collected = await this.fetchAll(server, attempt, images);
    if (collected === 'away') return this.away(attempt);
    const isAny = collected.some(({ prepared }) => prepared);
    const notTaken = isAny ? await this.take(server, attempt, collected) : undefined;
    if (isAny && !notTaken) return 'taken';
    await this.end(attempt, collected, endOf(notTaken, collected));
    return 'ended';
  }

  /** The files of what was not taken are deleted, unless the outcome of the commit is not known. */
  private async take({ id }: DrivenServer, attempt: DrivenAttempt, collected: readonly CollectedPicture[]) {
    try {
      const notTaken = await this.taking.execute(id, attempt, collected);
      if (notTaken) await this.discard(collected);
      return notTaken;
    } catch (error) {
      if (this.pipeline.isRefused(error)) await this.discard(collected);
      throw error;
    }
  }

  private async discard(collected: readonly CollectedPicture[]): Promise<void> {
    for (const { prepared } of collected) if (prepared) await this.pipeline.discard(prepared);
  }

  private async fetchAll(
    { client }: DrivenServer,
    { runId }: DrivenAttempt,
    images: readonly OutputFile[],
  ): Promise<CollectedPicture[] | 'away'> {
    const collected: CollectedPicture[] = [];
    let isWhole = false;
    try {
      for (const image of images) {
        const fetched = await fetchPicture(image, {
          client,
          most: this.config.MAX_IMAGE_BYTES,
          pause: this.pauses.pause,
        });
        if (fetched.kind === 'away') return 'away';
        collected.push(await this.prepared(runId, image, fetched));
      }
      isWhole = true;
      return collected;
    } finally {
      if (!isWhole) await this.discard(collected);
    }
  }

  private async prepared(
    runId: string,
    image: OutputFile,
    fetched: Exclude<Awaited<ReturnType<typeof fetchPicture>>, { kind: 'away' }>,
  ): Promise<CollectedPicture> {
    const none = { image, sha256: null, prepared: null };
    if (fetched.kind === 'missing') return { ...none, refusal: 'output_missing' };
    if (fetched.kind === 'refused') return { ...none, refusal: fetched.refusal };
    const sha256 = sha256Of(fetched.bytes);
    try {
      return { image, sha256, prepared: await this.pipeline.prepare(runId, fetched.bytes), refusal: null };
    } catch (error) {
      const refusal = imageRefusal(error);
      if (!refusal) throw error;
      return { ...none, sha256, refusal };
    }
  }

  private async end(attempt: DrivenAttempt, collected: readonly CollectedPicture[], end: EndedAttempt): Promise<void> {
    // A late picture that is not taken leaves its attempt as it ended.
    if (attempt.state !== 'collecting') return;
    await this.ends.execute(attempt, end, async (manager) => {
      if (end.as === 'failed') await insertOutputs(manager, attempt, collected.map(notTaken(end)));
    });
  }

  /** Files stay when a server ends; after an hour without it the job goes on elsewhere. */
  private async away(attempt: DrivenAttempt): Promise<CollectResult> {
    const since = attempt.collectingAt ?? attempt.now;
    if (attempt.state !== 'collecting' || attempt.now.getTime() - since.getTime() < AWAY_MS) return 'away';
    await this.ends.execute(attempt, { as: 'lost', message: 'The server did not give its pictures for an hour.' });
    return 'ended';
  }
}

/** How an attempt ends whose pictures were not taken. */
function endOf(notTaken: NotTaken | undefined, collected: readonly CollectedPicture[]): EndedAttempt {
  if (notTaken === 'repeated')
    return {
      ...{ as: 'failed', errorType: 'already_taken' },
      message: 'Each picture is one that the server made before: nothing in the workflow differs. Use {{auto_seed}}.',
    };
  return notTaken ? { as: 'cancelled' } : whyNone(collected);
}

/** As it is kept with a failed attempt. */
const notTaken =
  ({ errorType }: EndedAttempt) =>
  (picture: CollectedPicture): CollectedPicture => ({
    ...picture,
    prepared: null,
    refusal: picture.refusal ?? errorType ?? 'not_taken',
  });

/** The reason when no picture of an attempt could be taken. */
function whyNone(collected: readonly CollectedPicture[]): EndedAttempt {
  const refusals = collected.map(({ refusal }) => refusal);
  const errorType = refusals.every((refusal) => refusal === 'output_missing') ? 'output_missing' : 'unreadable_image';
  return {
    as: 'failed',
    errorType,
    message: `None of ${collected.length} pictures was taken: ${refusals.join(', ')}.`,
  };
}
