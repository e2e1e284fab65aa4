import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { PipelineFacade } from '@trellis/pipeline';
import { faultOf } from './apply-backfill.service.ts';
import type { BackfillFault, BackfillLine } from './backfill-plan.ts';

/** Line by line whether what a plan says is so. */
@Injectable()
export class VerifyBackfillService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly pipeline: PipelineFacade,
  ) {}

  /** The lines of the batch that do not hold, and why. */
  async faults(lines: readonly BackfillLine[]): Promise<BackfillFault[]> {
    const { manager } = this.dataSource;
    const updates = lines.flatMap((line) =>
      line.change === 'run.update' ? [{ runId: line.id, before: line.before, after: line.after }] : [],
    );
    const standing = await this.pipeline.runsThatStand(manager, updates);
    const ids = (change: BackfillLine['change']) => lines.filter((line) => line.change === change).map(({ id }) => id);
    const clusters = await this.those('select id from clusters where id = any($1)', ids('cluster.create'));
    const linked = await this.those(
      `select run_id as id from cluster_links where run_id = any($1) and state = 'linked'`,
      ids('run.link'),
    );
    const holds = { 'cluster.create': clusters, 'run.update': standing, 'run.link': linked };
    const why = {
      'cluster.create': 'the cluster is not there',
      'run.update': 'the run is not as the plan says',
      'run.link': 'the run is not linked',
    };
    return lines.filter((line) => !holds[line.change].has(line.id)).map((line) => faultOf(line, why[line.change]));
  }

  private async those(sql: string, ids: string[]): Promise<Set<string>> {
    return new Set((await this.dataSource.query<{ id: string }[]>(sql, [ids])).map(({ id }) => id));
  }
}
