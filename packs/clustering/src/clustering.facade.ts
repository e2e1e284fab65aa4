import { Injectable } from '@nestjs/common';
import { LinkWinnerService } from './linking/link-winner.service.ts';
import { LinksService } from './linking/links.service.ts';
import type { LinkCount, LinkView } from './linking/link-view.ts';

/** What the applications may ask about links. */
@Injectable()
export class ClusteringFacade {
  constructor(
    private readonly winners: LinkWinnerService,
    private readonly links: LinksService,
  ) {}

  /** Links the run's winner now, in this process. @throws StorageUnavailableError */
  async linkNow(runId: string, actor: string): Promise<LinkView> {
    await this.winners.execute(runId, { actor, lastAttempt: true });
    return this.links.get(runId);
  }

  /** How many links there are of each state and reason. */
  countLinks(): Promise<LinkCount[]> {
    return this.links.count();
  }
}
