import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useCommandLibraryPerTest, type CommandLibrary } from '../library.spec-support.ts';

export interface Applied {
  applied: number;
  skipped: number;
  linked: number;
  faults: { line: number; why: string }[];
  stopped: boolean;
}

export const RULES = `
rules:
  - match: { name: 'old *', status: completed }
    persona: North Quay
    cluster: { name: Brought along, pillar: Daily }
    promptFromVariables: true
    nameFromVariables: true
    link: true
`;

const RUNS = `
  select json_agg(to_jsonb(r) - 'updated_at' order by id)::text as runs, (select count(*)::int from clusters) as clusters,
    (select count(*)::int from photos) as photos, (select count(*)::int from cluster_links) as links from pipeline_runs r`;

const WRITTEN = `
  select (select count(*)::int from backfill_changes where change = 'run.link') as links, (select count(*)::int from photos) as photos,
    (select count(*)::int from audit_log where action = 'photo.created') as made`;

/** A library, rules for its existing runs, and the path of a plan. */
export class Backfill {
  constructor(readonly library: CommandLibrary) {}

  get rules(): string {
    return join(this.library.dataDir, 'rules.yaml');
  }

  get plan(): string {
    return join(this.library.dataDir, 'plan.jsonl');
  }

  async prepare(): Promise<void> {
    await writeFile(this.rules, RULES);
    await this.library.aPillar('Daily');
  }

  planned() {
    const args = ['backfill', 'plan', '--rules', this.rules, '--out', this.plan];
    return this.library.json<{ changes: Record<string, number> }>(...args);
  }

  apply(...more: string[]) {
    return this.library.json<Applied>('backfill', 'apply', this.plan, ...more);
  }

  /** The runs, and the numbers of what a backfill creates. */
  snapshot(): Promise<object> {
    return this.library.one(RUNS);
  }

  /** The numbers of applied link lines, of photos, and of all photos ever created. */
  written(): Promise<{ links: number; photos: number; made: number }> {
    return this.library.one(WRITTEN);
  }
}

/** A backfill on a library of its own for each test of the surrounding `describe`. */
export function useBackfill(): Backfill {
  const backfill = new Backfill(useCommandLibraryPerTest());
  beforeEach(() => backfill.prepare());
  return backfill;
}
