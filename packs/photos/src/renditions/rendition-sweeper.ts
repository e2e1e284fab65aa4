import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { DeadLetters, Precedence, Subscriptions, type DeadLetter } from '@trellis/events';
import { explainError, forLog } from '@trellis/kernel';
import { Sweeper } from '@trellis/manifest';
import { StorageUnavailableError } from '@trellis/storage';
import { PrepareRenditionsService } from './prepare-renditions.service.ts';
import type { RenditionDueEvent } from './rendition-due.event.ts';
import { MAKE_RENDITIONS } from './rendition.listener.ts';

const BATCH = 20;

/** Claims photos by touching them, so that another worker does not find them due. */
const CLAIM_DUE = `
  update photos set render_attempts = render_attempts where id in (
    select id from photos where readiness = 'preparing' and updated_at < now() - interval '5 minutes'
    order by updated_at limit ${BATCH} for update skip locked)
  returning id`;

const PREPARING = `select id from photos where id = any($1) and readiness = 'preparing'`;

const photoOf = ({ event }: DeadLetter): string => (event as RenditionDueEvent).photoId;

/** Prepares photos that no event reached, or whose worker died. */
@Injectable()
export class RenditionSweeper extends Sweeper {
  constructor(
    private readonly database: Database,
    private readonly renditions: PrepareRenditionsService,
    private readonly subscriptions: Subscriptions,
    private readonly letters: DeadLetters,
    private readonly precedence: Precedence,
  ) {
    super('Renditions');
  }

  /** One pass over everything that is due. */
  override async sweep(): Promise<void> {
    for (;;) {
      const [due] = await this.database.query<[{ id: string }[], number]>(CLAIM_DUE);
      if (!(await this.prepareAll(due.map(({ id }) => id)))) return;
      if (due.length < BATCH) break;
    }
    await this.discardObsolete();
  }

  /** Letters of photos that were prepared or deleted meanwhile, so that their alert ends. */
  private async discardObsolete(): Promise<void> {
    for await (const letter of this.letters.discard(MAKE_RENDITIONS, (page) => this.settledOf(page)))
      this.log.log({ deadLetter: letter.id, photoId: photoOf(letter) }, 'obsolete dead letter deleted');
  }

  private async settledOf(letters: readonly DeadLetter[]): Promise<DeadLetter[]> {
    const rows = await this.database.query<{ id: string }[]>(PREPARING, [letters.map(photoOf)]);
    const preparing = new Set(rows.map(({ id }) => id));
    return letters.filter((letter) => !preparing.has(photoOf(letter)));
  }

  /** One by one, while no link is due. False when this process stops or the store is away: the rest waits. */
  private async prepareAll(photoIds: readonly string[]): Promise<boolean> {
    const subscription = this.subscriptions.get(MAKE_RENDITIONS);
    for (const photoId of photoIds) {
      await this.precedence.turnOf(subscription, () => this.stopped);
      if (this.stopped || !(await subscription.limit(() => this.prepareOne(photoId)))) return false;
    }
    return true;
  }

  /** A failing photo does not stop the others. The log has the reason, and a later sweep retries it. */
  private async prepareOne(photoId: string): Promise<boolean> {
    try {
      await this.renditions.execute(photoId);
      return true;
    } catch (error) {
      this.log.warn({ photoId, reason: explainError(error), ...forLog(error) }, 'the sweep could not prepare a photo');
      return !(error instanceof StorageUnavailableError);
    }
  }
}
