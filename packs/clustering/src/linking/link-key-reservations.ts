import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { KeyReservations } from '@trellis/photos';
import type { StoreName } from '@trellis/storage';

const INTENDED = `
  select intended_key as key from cluster_links where coalesce(intended_store, 'public') = $1 and intended_key = any($2)`;

/** A key is reserved while a link intends it: the link will be finished or retried. */
@Injectable()
export class LinkKeyReservations extends KeyReservations {
  constructor(private readonly database: Database) {
    super();
  }

  override async reserved(store: StoreName, keys: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.query<{ key: string }[]>(INTENDED, [store, keys]);
    return new Set(rows.map(({ key }) => key));
  }
}
