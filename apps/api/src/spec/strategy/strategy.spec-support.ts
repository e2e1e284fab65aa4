import { untilDeadline } from '@trellis/testing';
import type { RunningApp } from '../support/running-app.spec-support.ts';

export interface Suggestion {
  id: string;
  title: string;
  description: string;
  prompt: string;
  source: string;
  state: string;
  clusterId: string | null;
  runId: string | null;
  updatedAt: string;
}

export interface Batch {
  id: string;
  state: string;
  source: string;
  error: { kind: string; detail: string } | null;
  attempts: number;
  nextAttemptAt: string | null;
  suggestions: Suggestion[];
}

/** What a test of suggestions does over the API. */
export class Ideas {
  constructor(private readonly app: RunningApp) {}

  async pillar(fields: object = {}): Promise<{ personaId: string; pillarId: string }> {
    const { id: personaId } = await this.app.ok<{ id: string }>('post', '/personas', { name: `p ${Math.random()}` });
    const body = { name: 'Harbor mornings', weight: 50, ...fields };
    const { id: pillarId } = await this.app.ok<{ id: string }>('post', `/personas/${personaId}/pillars`, body);
    return { personaId, pillarId };
  }

  async order(pillarId: string, body: object = { count: 2 }): Promise<string> {
    return (await this.app.ok<{ batchId: string }>('post', `/pillars/${pillarId}/suggestions`, body)).batchId;
  }

  batch(id: string): Promise<Batch> {
    return this.app.ok<Batch>('get', `/suggestion-batches/${id}`);
  }

  /** The batch, once it has ended. */
  ended(id: string): Promise<Batch> {
    return untilDeadline(`the batch ${id} to end`, async () => {
      const batch = await this.batch(id);
      return (batch.state === 'done' || batch.state === 'failed') && batch;
    });
  }

  /** One idea of a pillar of its own. */
  async idea(): Promise<Suggestion & { pillarId: string; personaId: string }> {
    const ids = await this.pillar();
    const { suggestions } = await this.ended(await this.order(ids.pillarId, { count: 1 }));
    return { ...(suggestions[0] as Suggestion), ...ids };
  }

  async accept(id: string, body: object = {}) {
    const { status, body: answer } = await this.app.call('post', `/suggestions/${id}/acceptance`, body);
    return { status, ...(answer as { suggestionId: string; clusterId: string; runId: string | null; code?: string }) };
  }
}

/** Every row of every table, as text. */
export async function everyText(app: RunningApp): Promise<string> {
  const tables = await app.dataSource.query<{ name: string }[]>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) texts.push(JSON.stringify(await app.dataSource.query(`select * from ${name}`)));
  return texts.join('\n');
}
