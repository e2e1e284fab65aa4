import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import type { Random } from './random.ts';
import type { System } from './system.ts';

const CLI = join(import.meta.dirname, '../../apps/cli/dist/main.js');
const KILLER = new URL('./kill-at-point.ts', import.meta.url).href;
const POINTS = ['reserved', 'stored', 'switched'].map((point) => `original-move-${point}`);
const AT_ONCE = 4;

const SOME = `
  select photo_id as id, key, content_type as "contentType", byte_size as "byteSize", sha256 from photo_objects
  where kind = 'original' and store = 'private' order by random() limit ${AT_ONCE}`;
/** The steps of a link of the former release: the object, then its row. */
const RESERVE = `insert into object_tombstones (store, key, not_before, reason) values ('public', $1, now() + interval '7 days', 'crash')`;
const LEFT_BEHIND = `insert into object_tombstones (store, key, not_before, reason) values ('private', $1, now() + interval '7 days', 'crash')`;

interface Original {
  id: string;
  key: string;
  contentType: string;
  byteSize: number;
  sha256: string;
}

/** What the harness itself causes: a crashed database, or a store that is away. */
const CAUSED = /^(57P0\d|08\d\d\d|ECONN\w+|EPIPE|storage_\w+)$/;
/** How pg says the same without a code. */
const CUT = /^(Connection terminated|Client has encountered a connection error|timeout)/i;
const isCaused = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message: string };
  return code === undefined ? CUT.test(message) : CAUSED.test(code);
};

/** Makes originals public, as they were in the former release, and has them moved by a command that is killed. */
export class Mover {
  exposed = 0;
  readonly killedAt: Record<string, number> = {};
  private readonly system: System;
  private readonly random: Random;

  constructor(system: System, random: Random) {
    this.system = system;
    this.random = random;
  }

  /** Until `over`, and until the command has died at every point. */
  async work(over: () => boolean): Promise<void> {
    while (!over() || POINTS.some((point) => !this.killedAt[point])) {
      await pause(this.random.whole(500, 2_000));
      await this.expose().catch((error: unknown) => {
        // What is half done has a tombstone.
        if (!isCaused(error)) throw error;
      });
      await this.move(this.random.of(POINTS) ?? '');
    }
  }

  private async expose(): Promise<void> {
    const { rows } = await this.system.sql.query<Original>(SOME);
    for (const original of rows) await this.exposeOne(original);
  }

  private async exposeOne({ id, key, ...facts }: Original): Promise<void> {
    const { stores } = this.system.store;
    const stream = await stores.of('private').read(key);
    if (!stream) return;
    const open = `photos/${id}/${this.exposed}-${key.split('/').at(-1)}`;
    this.exposed += 1;
    await this.system.sql.query(RESERVE, [open]);
    await stores.publicObjects.put(open, await buffer(stream), facts);
    const client = await this.system.sql.connect();
    try {
      await client.query('begin');
      const photo = await client.query(`select id from photos where id = $1 for update`, [id]);
      if (photo.rowCount === 1) {
        await client.query(`delete from object_tombstones where store = 'public' and key = $1`, [open]);
        await client.query(
          `update photo_objects set store = 'public', key = $2 where photo_id = $1 and kind = 'original'`,
          [id, open],
        );
        await client.query(LEFT_BEHIND, [key]);
      }
      await client.query('commit');
    } finally {
      client.release(true);
    }
  }

  private async move(point: string): Promise<void> {
    const env = { ...this.system.environment, NODE_OPTIONS: `--import ${KILLER}`, CRASH_POINT: point };
    const child = spawn(process.execPath, [CLI, 'originals', 'move'], { env, stdio: 'ignore' });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (signal === 'SIGKILL') this.killedAt[point] = (this.killedAt[point] ?? 0) + 1;
  }
}
