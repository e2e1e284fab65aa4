import { Injectable } from '@nestjs/common';
import { PipelineFacade } from '@trellis/pipeline';
import { Database } from '@trellis/database';
import { faultOf } from './apply-backfill.service.ts';
import type { BackfillFault, BackfillLine } from './backfill-plan.ts';

const CLUSTERS = `
  select c.id from jsonb_to_recordset($1::jsonb) as w (id uuid, after jsonb)
  join clusters c on c.id = w.id and c.persona_id = (w.after->>'personaId')::uuid and c.name = w.after->>'name'
  where w.after->>'pillarId' is null or exists (
    select 1 from pillar_cluster_assignments a where a.cluster_id = c.id and a.pillar_id = (w.after->>'pillarId')::uuid)`;

const LINKS = `
  select l.run_id as id from jsonb_to_recordset($1::jsonb) as w (id uuid, after jsonb)
  join cluster_links l on l.run_id = w.id
  where (l.state, l.cluster_id) = (w.after->>'state', (w.after->>'clusterId')::uuid)
    and l.reason is not distinct from w.after->>'reason' and l.candidate_id is not distinct from (w.after->>'candidateId')::uuid`;

const PHOTOS = `
  select p.id from jsonb_to_recordset($1::jsonb) as w (id uuid, after jsonb) join pub_photos_photos p on p.id = w.id
  where p.persona_id = (w.after->>'personaId')::uuid and p.cluster_id is not distinct from (w.after->>'clusterId')::uuid`;

const WHY = {
  'cluster.create': 'the cluster is missing or differs from the plan',
  'run.update': 'the run differs from the plan',
  'run.link': 'the link differs from the plan',
  'photo.create': 'the photo is missing or in another place',
};

/** Checks line by line whether a plan holds. */
@Injectable()
export class VerifyBackfillService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineFacade,
  ) {}

  /** The lines of the batch that do not hold, with the reason. */
  async faults(lines: readonly BackfillLine[]): Promise<BackfillFault[]> {
    const of = (change: BackfillLine['change']) => lines.filter((line) => line.change === change);
    const updates = lines.flatMap((line) =>
      line.change === 'run.update' ? [{ runId: line.id, before: line.before, after: line.after }] : [],
    );
    const holds = {
      'cluster.create': await this.those(CLUSTERS, of('cluster.create')),
      'run.update': await this.pipeline.runsThatStand(this.database.manager, updates),
      'run.link': await this.those(LINKS, of('run.link')),
      'photo.create': await this.those(PHOTOS, of('photo.create')),
    };
    return lines.filter((line) => !holds[line.change].has(line.id)).map((line) => faultOf(line, WHY[line.change]));
  }

  private async those(sql: string, lines: readonly BackfillLine[]): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }[]>(sql, [JSON.stringify(lines)]);
    return new Set(rows.map(({ id }) => id));
  }
}
