import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { IsNull, Like, Not } from 'typeorm';
import { DomainError, canonicalName, newId, notFound } from '@trellis/kernel';
import {
  columnList,
  Database,
  mapPage,
  newestFirst,
  paginate,
  recordAudit,
  refusing,
  type Page,
  type PageRequest,
} from '@trellis/database';
import { accessProblems } from '../access.problems.ts';
import { hashOf } from '../hash-of.ts';
import { ApiKeyEntity } from './api-key.entity.ts';
import { KeyLookup } from './key-lookup.ts';
import type { Role } from './role.ts';

export interface ApiKeyRow {
  id: string;
  name: string;
  role: Role;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const nameTaken = () =>
  new DomainError(accessProblems.name_taken, 'Another key has this name. Use another name, or revoke that key first.');

const SHAPE = /^trellis_([0-9a-f]{32})_[A-Za-z0-9_-]{43}$/;

/**
 * Keys of 256 random bits, stored as hashes. Format: `trellis_<id>_<secret>`. Found by id, compared in constant time.
 */
@Injectable()
export class ApiKeys {
  private readonly lookup: KeyLookup;
  private readonly guessed = new LRUCache<string, true>({ max: 1000, ttl: 60_000 });

  constructor(private readonly database: Database) {
    this.lookup = new KeyLookup(database);
  }

  /** `key` is returned only here. @throws DomainError name_taken by another living key */
  async create({ name, role }: { name: string; role: Role }, actor: string): Promise<ApiKeyRow & { key: string }> {
    const id = newId();
    const key = `trellis_${id.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`;
    const row = await this.database.transaction(async (manager) => {
      const row = { id, name: canonicalName(name), role, hash: hashOf(key) };
      await refusing({ uq_api_keys_name_living: nameTaken }, () => manager.insert(ApiKeyEntity, row));
      await recordAudit(manager, {
        actor,
        action: 'key.created',
        subjectType: 'key',
        subjectId: id,
        data: { name, role },
      });
      return manager.findOneByOrFail(ApiKeyEntity, { id });
    });
    return { ...plain(row), key };
  }

  async list(page: PageRequest = {}): Promise<Page<ApiKeyRow>> {
    const { manager } = this.database;
    const select = `select ${columnList(manager, ApiKeyEntity, 'k')} from api_keys k`;
    const sort = newestFirst<ApiKeyEntity>('k');
    return mapPage(await paginate(manager, { list: 'keys', filters: {}, select, sort, page }), plain);
  }

  /** Idempotent. Takes effect in every process within half a second. @throws DomainError key_not_found */
  async revoke(id: string, actor: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      if (!(await manager.existsBy(ApiKeyEntity, { id }))) throw notFound(accessProblems.key_not_found);
      const { affected } = await manager.update(ApiKeyEntity, { id, revokedAt: IsNull() }, { revokedAt: new Date() });
      if (affected) await recordAudit(manager, { actor, action: 'key.revoked', subjectType: 'key', subjectId: id });
    });
    this.lookup.forget();
  }

  /** The row of this id when the key is living; otherwise undefined. It counts as used. */
  async living(id: string): Promise<ApiKeyRow | undefined> {
    const row = await this.lookup.find(id);
    if (row) await this.markUsed(row);
    return row && plain(row);
  }

  /** The oldest living key of an admin. */
  async firstAdmin(): Promise<ApiKeyRow | undefined> {
    const row = await this.database.manager.findOne(ApiKeyEntity, {
      where: { role: 'admin', revokedAt: IsNull() },
      order: { createdAt: 'asc', id: 'asc' },
    });
    return row ? plain(row) : undefined;
  }

  /** The id of this key when it was revoked; a wrong secret finds none. */
  async revokedId(key: string): Promise<string | undefined> {
    const row = await this.database.manager.findOneBy(ApiKeyEntity, { hash: hashOf(key), revokedAt: Not(IsNull()) });
    return row?.id;
  }

  /** Whether this database has issued the key, revoked or not. */
  async isKnown(key: string): Promise<boolean> {
    return this.database.manager.existsBy(ApiKeyEntity, { hash: hashOf(key) });
  }

  /** `name`, or `name 2`, `name 3`, … when a living key has it. */
  async freeName(name: string): Promise<string> {
    const taken = await this.database.manager.findBy(ApiKeyEntity, { name: Like(`${name}%`), revokedAt: IsNull() });
    const names = new Set(taken.map((key) => key.name));
    for (let n = 1; ; n += 1) if (!names.has(n === 1 ? name : `${name} ${n}`)) return n === 1 ? name : `${name} ${n}`;
  }

  /** The key's row when it is valid now; otherwise undefined. */
  async verify(key: string): Promise<ApiKeyRow | undefined> {
    return (await this.examine(key)).valid;
  }

  /** Also the id of a living key whose secret was wrong: guesses are counted by it. */
  async examine(key: string): Promise<{ valid?: ApiKeyRow; guessed?: string }> {
    const id = SHAPE.exec(key)?.[1];
    if (!id) return {};
    const row = await this.lookup.find(dashed(id));
    const same = timingSafeEqual(Buffer.from(row?.hash ?? '0'.repeat(64)), Buffer.from(hashOf(key)));
    if (!row) return {};
    if (!same) return { guessed: row.id };
    await this.markUsed(row);
    return { valid: plain(row) };
  }

  /** A guess at the secret of a living key is in the audit log, at most once a minute for each key and process. */
  async noteGuess(id: string, address: string): Promise<void> {
    if (this.guessed.has(id)) return;
    this.guessed.set(id, true);
    await recordAudit(this.database.manager, {
      actor: 'unknown',
      action: 'key.guessed',
      subjectType: 'key',
      subjectId: id,
      data: { address },
    });
  }

  /** At most once a minute, so that reads do not cause constant writes. */
  private async markUsed(row: ApiKeyEntity): Promise<void> {
    if (row.lastUsedAt && Date.now() - row.lastUsedAt.getTime() < 60_000) return;
    row.lastUsedAt = new Date();
    await this.database.query(
      `update api_keys set last_used_at = now() where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [row.id],
    );
  }
}

const dashed = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const plain = ({ id, name, role, createdAt, lastUsedAt, revokedAt }: ApiKeyEntity): ApiKeyRow => ({
  id,
  name,
  role,
  createdAt,
  lastUsedAt,
  revokedAt,
});
