import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { PublicChecksService } from './public-checks.service.ts';
import type { PublicProblem } from './public-problem.ts';

const NEWEST = `
  select id from photos where persona_id = $1 and readiness = 'ready' order by created_at desc, id desc limit 1`;
const PROBLEM = 'select public_problem as problem from photos where id = $1';

/** Whether platforms can fetch pictures, for packs that publish them. */
@Injectable()
export class PublicPictures {
  constructor(
    private readonly database: Database,
    private readonly checks: PublicChecksService,
  ) {}

  /** Looks now, and writes what was seen. */
  prove(photoId: string): Promise<void> {
    return this.checks.execute(photoId);
  }

  /** Looks at the newest picture of a persona. Null: it can be fetched, or there is none. */
  async sample(personaId: string): Promise<PublicProblem | null> {
    const [newest] = await this.database.query<{ id: string }[]>(NEWEST, [personaId]);
    if (!newest) return null;
    await this.prove(newest.id);
    const [seen] = await this.database.query<{ problem: PublicProblem | null }[]>(PROBLEM, [newest.id]);
    return seen?.problem ?? null;
  }
}
