import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandLibrary } from '../library.spec-support.ts';

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

/** A library, rules for its existing runs, and a place for a plan. */
export class Backfill {
  private constructor(
    readonly library: CommandLibrary,
    readonly rules: string,
    readonly plan: string,
  ) {}

  static async start(): Promise<Backfill> {
    const library = await CommandLibrary.start();
    const trial = new Backfill(library, join(library.dataDir, 'rules.yaml'), join(library.dataDir, 'plan.jsonl'));
    await writeFile(trial.rules, RULES);
    await library.aPillar('Daily');
    return trial;
  }

  planned() {
    const args = ['backfill', 'plan', '--rules', this.rules, '--out', this.plan];
    return this.library.json<{ changes: Record<string, number> }>(...args);
  }

  apply(...more: string[]) {
    return this.library.json<Applied>('backfill', 'apply', this.plan, ...more);
  }

  /** Runs as they are, and how many there are of what a backfill makes. */
  snapshot(): Promise<object> {
    return this.library.one(RUNS);
  }

  /** Lines about links that were carried out, photos, and how many photos were ever made. */
  written(): Promise<{ links: number; photos: number; made: number }> {
    return this.library.one(WRITTEN);
  }
}
