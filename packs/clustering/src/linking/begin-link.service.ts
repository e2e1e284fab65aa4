import { Injectable } from '@nestjs/common';
import { newId } from '@trellis/kernel';
import { Database, GroupCommit } from '@trellis/database';
import { PipelineFacade, type RunStanding } from '@trellis/pipeline';
import { decideLink } from './link-decision.ts';
import { intentionOf, type LinkIntention } from './link-intention.ts';
import { LinkRows } from './link-rows.ts';

const UNTOUCHED = { state: 'pending', reason: null, candidateId: null, photoDeleted: false } as const;

/** The run; and the recorded intention, if the run's link was untouched and a photo is to be made. */
export interface Begun {
  run: RunStanding | undefined;
  intention: LinkIntention | undefined;
}

/**
 * Step 1 of the usual case, for all runs of the moment together: two statements, and therefore no transaction. If a run
 * changes meanwhile, step 3 notices.
 */
@Injectable()
export class BeginLinkService {
  private readonly groups = new GroupCommit<{ runId: string }, Begun>((runs) => this.begin(runs));

  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
    private readonly rows: LinkRows,
  ) {}

  execute(runId: string): Promise<Begun> {
    return this.groups.handle({ runId });
  }

  private async begin(asked: readonly { runId: string }[]): Promise<Begun[]> {
    const { manager } = this.database;
    const standings = await this.pipeline.standings(manager, [...new Set(asked.map(({ runId }) => runId))]);
    const intentions = standings.flatMap((run) => this.intend(run));
    const columns = intentions.map((one) => ({ runId: one.runId, ...this.rows.columnsOf(one), attempts: 1 }));
    const written = await this.rows.begin(manager, columns);
    const runs = new Map(standings.map((run) => [run.runId, run]));
    const begun = new Map(intentions.filter(({ runId }) => written.has(runId)).map((one) => [one.runId, one]));
    return asked.map(({ runId }) => {
      const intention = begun.get(runId);
      begun.delete(runId);
      return { run: runs.get(runId), intention };
    });
  }

  private intend(run: RunStanding): LinkIntention[] {
    if (run.status !== 'completed') return [];
    const decision = decideLink(run, UNTOUCHED, undefined);
    if (decision.do !== 'create') return [];
    const photoId = newId();
    return [intentionOf({ runId: run.runId, photoId, place: this.rows.placeOf(photoId, decision.winner) }, decision)];
  }
}
