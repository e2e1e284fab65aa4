import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { explainError, forLog } from '@trellis/kernel';
import { Sweeper } from '@trellis/manifest';
import { PublicChecksService } from './public-checks.service.ts';

const BATCH = 20;

/**
 * Claims by the time of the check, so that another worker does not find them due. A check that died is repeated after
 * five minutes; a photo that is held, or was not public, is looked at every day.
 */
const CLAIM_DUE = `
  update photos set public_checked_at = now() where id in (
    select id from photos where readiness = 'ready' and (public_verified_at is null or held_by is not null)
      and coalesce(public_checked_at, '-infinity') < now() - case
        when public_verified_at is null and public_problem is null then interval '5 minutes' else interval '1 day' end
    order by public_checked_at nulls first limit ${BATCH} for update skip locked)
  returning id`;

/** Looks again at photos that no event reached, and every day at those that a post holds. */
@Injectable()
export class PublicCheckSweeper extends Sweeper {
  constructor(
    private readonly database: Database,
    private readonly checks: PublicChecksService,
  ) {
    super('Public');
  }

  override async sweep(): Promise<void> {
    for (;;) {
      const [due] = await this.database.query<[{ id: string }[], number]>(CLAIM_DUE);
      for (const { id } of due) {
        if (this.stopped) return;
        await this.checkOne(id);
      }
      if (due.length < BATCH) return;
    }
  }

  /** A failing photo does not stop the others. The log has the reason, and a later sweep retries it. */
  private async checkOne(photoId: string): Promise<void> {
    try {
      await this.checks.execute(photoId);
    } catch (error) {
      this.log.warn({ photoId, reason: explainError(error), ...forLog(error) }, 'the sweep could not check a photo');
    }
  }
}
