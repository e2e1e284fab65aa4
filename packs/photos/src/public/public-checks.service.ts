import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@trellis/database';
import { ObjectStores } from '@trellis/storage';
import { PublicProbe } from './public-probe.ts';
import type { PublicProblem } from './public-problem.ts';

/** Its JPEG has not been fetched yet, or not since the day before. */
const READY = `
  select p.rendition_version as version, o.key, o.content_type as "contentType", o.byte_size as "byteSize", o.sha256
  from photos p join photo_objects o on o.photo_id = p.id and o.kind = 'instagram'
  where p.id = $1 and p.readiness = 'ready'`;

const WRITE = `
  update photos set public_checked_at = now(), public_problem = $3,
    public_verified_at = case when $3::text is null or $3 = 'loopback' then now() end
  where id = $1 and rendition_version = $2 and readiness = 'ready'`;

interface Row {
  version: number;
  key: string;
  contentType: string;
  byteSize: number;
  sha256: string;
}

/** Records whether the platform can fetch the JPEG of a photo. */
@Injectable()
export class PublicChecksService {
  private readonly log = new Logger('Public');

  constructor(
    private readonly database: Database,
    private readonly stores: ObjectStores,
    private readonly probe: PublicProbe,
  ) {}

  /** Does nothing for a photo without a JPEG. */
  async execute(photoId: string): Promise<void> {
    const [row] = await this.database.query<Row[]>(READY, [photoId]);
    if (!row) return;
    const problem = await this.probe.problemOf(this.stores.publicUrl(row.key), row);
    await this.write(photoId, row.version, problem);
  }

  private async write(photoId: string, version: number, problem: PublicProblem | null): Promise<void> {
    await this.database.query(WRITE, [photoId, version, problem]);
    if (problem !== null && problem !== 'loopback') this.log.warn({ photoId, problem }, 'a photo is not public');
  }
}
