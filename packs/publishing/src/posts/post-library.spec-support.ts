import { newId } from '@trellis/kernel';
import type { RunningPack } from '@trellis/testing';
import { DraftsService } from './drafts.service.ts';
import { PostsService } from './posts.service.ts';
import type { PostView } from './post-view.ts';
import { SchedulePostService } from './schedule-post.service.ts';

const sha = '0'.repeat(64);
const PHOTO = `
  with photo as (insert into photos (id, persona_id, path, readiness, public_verified_at) values ($1::uuid, $2::uuid, '/x.png', 'ready', now()))
  insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
    select $1::uuid, kind, 'renditions/' || $1 || '/' || kind, 'image/jpeg', 1, '${sha}', 1080, 1080
    from unnest(array['original', 'instagram']) kind`;
const ACCOUNT = `
  insert into publish_accounts (id, persona_id, provider, name, time_zone, min_gap_minutes) values ($1, $2, $3, $4, 'Europe/Berlin', $5)`;

/** A persona with an account, and posts of it, for tests on a real database. */
export class PostLibrary {
  personaId = '';
  accountId = '';

  constructor(private readonly pack: RunningPack) {}

  async start(): Promise<void> {
    this.personaId = newId();
    await this.query(`insert into personas (id, name) values ($1, $2)`, [this.personaId, `persona ${this.personaId}`]);
    this.accountId = await this.account();
  }

  async account({ provider = 'instagram', gap = 0 } = {}): Promise<string> {
    const id = newId();
    await this.query(ACCOUNT, [id, this.personaId, provider, `account ${id}`, gap]);
    return id;
  }

  /** A photo that is ready, as rows: its files are not looked at. */
  async photo(): Promise<string> {
    const id = newId();
    await this.pack.dataSource.transaction((manager) => manager.query(PHOTO, [id, this.personaId]));
    return id;
  }

  async draft(fields: { accountId?: string; photoIds?: string[]; caption?: string } = {}): Promise<string> {
    const { accountId = this.accountId, photoIds = [await this.photo()], caption = `caption ${newId()}` } = fields;
    return this.pack.module.get(DraftsService).create({ accountId, photoIds, caption });
  }

  /** A post that is due. */
  async due(fields: { accountId?: string; photoIds?: string[] } = {}): Promise<string> {
    const id = await this.draft(fields);
    await this.pack.module.get(SchedulePostService).publishNow(id);
    return id;
  }

  /** As if it had been scheduled for so many minutes before. */
  async age(id: string, minutes: number): Promise<void> {
    await this.query(
      `update posts set scheduled_at = scheduled_at - $2 * interval '1 minute', latest_at = latest_at - $2 * interval '1 minute' where id = $1`,
      [id, minutes],
    );
  }

  post(id: string): Promise<PostView> {
    return this.pack.module.get(PostsService).get(id);
  }

  async state(id: string): Promise<string> {
    return (await this.post(id)).state;
  }

  query<T>(sql: string, values: unknown[] = []): Promise<T> {
    return this.pack.dataSource.query<T>(sql, values);
  }
}
