import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { aPng, freshDatabase } from '@trellis/testing';
import { startTrellis, trellis } from './trellis.spec-support.ts';

const SEED = `
  with persona as (insert into personas (id, name) values (gen_random_uuid(), 'north quay') returning id),
  cluster as (insert into clusters (id, persona_id, name) select gen_random_uuid(), id, 'Coffee' from persona returning id),
  pipeline as (insert into pipelines (id, name) values (gen_random_uuid(), 'still life') returning id)
  insert into pipeline_steps (id, pipeline_id, name, position, workflow_template)
    select gen_random_uuid(), id, 'Base', 1, '{}' from pipeline`;

const RUN = `
  with run as (
    insert into pipeline_runs (id, pipeline_id, persona_id, cluster_id, name, target_folder, status, completed_at)
    select $1, s.pipeline_id, c.persona_id, c.id, 'run', '/x', 'completed', now() from pipeline_steps s, clusters c returning id)
  insert into image_candidates (id, run_id, step_id, image_path, content_type, byte_size, sha256, width, height, is_winner, winner_at)
  select gen_random_uuid(), run.id, s.id, $2, 'image/png', $3, $4, $5, $6, true, now() from run, pipeline_steps s returning id`;

/** More digits than a JavaScript number has. */
export const SEED_OF_COMFYUI = '18446744073709551557';

/** A database and a data directory with a small library, for commands that run as processes. */
export class CommandLibrary {
  /** Additional settings for the commands. */
  env: NodeJS.ProcessEnv = {};

  sql!: Client;
  dataDir!: string;
  /** Of the owner; the commands work with fewer rights. */
  url!: string;
  private workUrl!: string;
  private drop!: () => Promise<void>;

  async prepare(): Promise<void> {
    const database = await freshDatabase();
    this.env = {};
    [this.url, this.workUrl, this.drop] = [database.url, database.workUrl, database.drop];
    this.dataDir = await mkdtemp(join(tmpdir(), 'trellis-cli-'));
    await mkdir(join(this.dataDir, 'candidates'));
    this.sql = new Client({ connectionString: database.url });
    await this.sql.connect();
    await this.sql.query(SEED);
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: this.workUrl,
      MIGRATION_DATABASE_URL: this.url,
      TRELLIS_DATA_DIR: this.dataDir,
      ...this.env,
    };
  }

  async stop(): Promise<void> {
    await this.sql.end();
    await this.drop();
    await rm(this.dataDir, { recursive: true });
  }

  run(...args: string[]): ReturnType<typeof trellis> {
    return trellis(this.environment, ...args);
  }

  start(...args: string[]): ReturnType<typeof startTrellis> {
    return startTrellis(this.environment, ...args);
  }

  async json<T>(...args: string[]): Promise<{ code: number | null; result: T }> {
    const { code, stdout, stderr } = await this.run(...args, '--json');
    if (!stdout) throw new Error(stderr);
    return { code, result: JSON.parse(stdout) as T };
  }

  /** A completed run in the cluster, with a winner whose file exists, and an untouched link. */
  async aCompletedRun(size = { width: 32, height: 24 }): Promise<{ runId: string; file: string; candidateId: string }> {
    const bytes = await aPng(size);
    const runId = randomUUID();
    const file = join(this.dataDir, 'candidates', `${runId}.png`);
    await writeFile(file, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const facts = [bytes.length, sha256, size.width, size.height];
    const { rows } = await this.sql.query<{ id: string }>(RUN, [runId, file, ...facts]);
    return { runId, file, candidateId: rows[0]?.id as string };
  }

  /** Completed runs from before clusters: no persona, prompt and name only in their variables, no link. */
  async existingRuns(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const { runId } = await this.aCompletedRun();
      // A seed of ComfyUI: more digits than a JavaScript number has.
      const variables = `{"prompt": "prompt ${i}", "run_name": "study ${i}", "seed": ${SEED_OF_COMFYUI}}`;
      await this.sql.query(
        `update pipeline_runs set cluster_id = null, name = 'old ' || $2, variables = $3 where id = $1`,
        [runId, i, variables],
      );
      await this.sql.query('delete from cluster_links where run_id = $1', [runId]);
      ids.push(runId);
    }
    await this.sql.query(`set session_replication_role = replica`);
    await this.sql.query('update pipeline_runs set persona_id = null');
    await this.sql.query(`set session_replication_role = origin`);
    return ids;
  }

  /** The URL for a database user with SELECT only. */
  async readerUrl(): Promise<string> {
    const name = `reader_${randomUUID().replaceAll('-', '')}`;
    await this.sql.query(`create role ${name} login password 'reader'`);
    for (const schema of ['public', 'pgboss'])
      await this.sql.query(
        `grant usage on schema ${schema} to ${name}; grant select on all tables in schema ${schema} to ${name}`,
      );
    const url = new URL(this.url);
    [url.username, url.password] = [name, 'reader'];
    return url.href;
  }

  async aPillar(name: string): Promise<void> {
    await this.sql.query(
      `insert into content_pillars (id, persona_id, name) select gen_random_uuid(), id, $1 from personas`,
      [name],
    );
  }

  /** The file of an object in a store. */
  objectFile(key: string, store: 'public' | 'private' = 'public'): string {
    return join(this.dataDir, store === 'public' ? 'media' : 'originals', 'objects', key);
  }

  /** An object in the public store without a row. */
  async putObject(key: string): Promise<void> {
    const put = async (path: string, text: string) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    };
    await put(this.objectFile(key), 'x');
    await put(join(this.dataDir, 'media', 'facts', `${key}.json`), '{}');
  }

  hasObject(key: string, store: 'public' | 'private' = 'public'): boolean {
    return existsSync(this.objectFile(key, store));
  }

  async one<T>(text: string, values: unknown[] = []): Promise<T> {
    return (await this.sql.query(text, values)).rows[0] as T;
  }
}

/** A library for every test of the surrounding `describe`, dropped after the last. */
export function useCommandLibrary(): CommandLibrary {
  const library = new CommandLibrary();
  beforeAll(() => library.prepare());
  afterAll(() => library.stop());
  return library;
}

/** A new library for each test of the surrounding `describe`. */
export function useCommandLibraryPerTest(): CommandLibrary {
  const library = new CommandLibrary();
  beforeEach(() => library.prepare());
  afterEach(() => library.stop());
  return library;
}
