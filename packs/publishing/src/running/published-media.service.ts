import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '@trellis/database';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { Providers } from '../registry/providers.ts';

export interface AccountMedia {
  accountId: string;
  media: object[];
}

const KEPT_MS = 60_000;
const MOST_ACCOUNTS = 100;

/** What the accounts have published last, so that a person can compare it with the posts here. */
@Injectable()
export class PublishedMedia {
  private readonly kept = new LRUCache<string, Promise<object[]>>({ max: MOST_ACCOUNTS, ttl: KEPT_MS });

  constructor(
    private readonly database: Database,
    private readonly providers: Providers,
  ) {}

  /** Of accounts whose provider can be asked. Empty where it does not answer. */
  async list(): Promise<AccountMedia[]> {
    const { manager } = this.database;
    const where = { provider: 'instagram' } as const;
    const accounts = await manager.find(PublishAccountEntity, { where, order: { id: 'ASC' }, take: MOST_ACCOUNTS });
    return Promise.all(accounts.map(async (account) => ({ accountId: account.id, media: await this.of(account) })));
  }

  private of(account: PublishAccountEntity): Promise<object[]> {
    const media = this.kept.get(account.id) ?? this.providers.of(account.provider).media(account);
    this.kept.set(account.id, media, { noUpdateTTL: true });
    media.catch(() => this.kept.delete(account.id));
    return media;
  }
}
