import { Injectable } from '@nestjs/common';
import { LinkManyService, type LinkSelection } from './linking/link-many.service.ts';
import { LinksService } from './linking/links.service.ts';
import type { LinkCount, LinkView } from './linking/link-view.ts';

/** What the applications may ask about links. */
@Injectable()
export class ClusteringFacade {
  constructor(
    private readonly many: LinkManyService,
    private readonly links: LinksService,
  ) {}

  /** @throws DomainError run_not_found */
  linkOf(runId: string): Promise<LinkView> {
    return this.links.get(runId);
  }

  /** How many completed runs of the selection have no photo and should have one. */
  countUnlinked(selection: LinkSelection): Promise<number> {
    return this.many.count(selection);
  }

  /** Links them in this process; each outcome as it comes. What is begun is finished when `until` says stop. */
  async *linkMany(
    selection: LinkSelection,
    { actor, concurrency, until }: { actor: string; concurrency: number; until: () => boolean },
  ): AsyncIterable<LinkView> {
    const again = selection.failed === true || selection.runId !== undefined;
    for await (const page of this.many.select(selection)) {
      yield* this.many.link(page, { actor, concurrency, again, until });
      if (until()) return;
    }
  }

  /** How many links there are of each state and reason. */
  countLinks(): Promise<LinkCount[]> {
    return this.links.count();
  }
}
