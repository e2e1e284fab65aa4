import { Injectable, Logger } from '@nestjs/common';
import { explainError, forLog } from '@trellis/kernel';
import { StorageUnavailableError } from '@trellis/storage';
import { Database } from '@trellis/database';
import { imageRefusal } from '@trellis/images';
import type { LinkAttempt, LinkIntention } from './link-intention.ts';
import { LinkRows } from './link-rows.ts';
import { SWEEPER_S, type FailureReason } from './link-view.ts';
import { ImageChangedError } from './store-winner.service.ts';

const MAX_BACKOFF_S = 600;

/** Records why a link failed, where users can read it. */
@Injectable()
export class LinkFailureService {
  private readonly log = new Logger('Link');

  constructor(
    private readonly database: Database,
    private readonly rows: LinkRows,
  ) {}

  /** True when the failure is final: the file is at fault, and only a person can fix that. */
  async record(intention: LinkIntention, error: unknown, { actor, lastAttempt }: LinkAttempt): Promise<boolean> {
    const fileReason =
      imageRefusal(error) ?? (error instanceof ImageChangedError ? ('image_changed' as const) : undefined);
    const final =
      lastAttempt && error instanceof StorageUnavailableError ? ('storage_unavailable' as const) : undefined;
    const reason = fileReason ?? final ?? null;
    this.log.warn({ reason, error: explainError(error), ...forLog(error) }, 'not linked');
    await this.write(intention, { reason: fileReason ?? final, lastAttempt, lastError: explainError(error) }, actor);
    return fileReason !== undefined;
  }

  /** Only while the link still has the failed intention. Another attempt may have progressed. */
  private async write(
    { runId, photoId }: LinkIntention,
    { reason, lastAttempt, lastError }: { reason: FailureReason | undefined; lastAttempt: boolean; lastError: string },
    actor: string,
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      const link = await this.rows.lock(manager, runId);
      if (link.intendedPhotoId !== photoId || link.state !== 'pending') return;
      const backoff = lastAttempt ? SWEEPER_S : Math.min(2 ** link.attempts, MAX_BACKOFF_S);
      const seconds = reason ? MAX_BACKOFF_S : backoff;
      const nextAttemptAt = !reason || reason === 'storage_unavailable' ? new Date(Date.now() + seconds * 1000) : null;
      const state = reason ? 'failed' : 'pending';
      await this.rows.settle(manager, link, { state, reason: reason ?? null, lastError, nextAttemptAt }, actor);
    });
  }
}
