import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { KeyReservations } from '@trellis/photos';

const INTENDED = 'select intended_key as key from cluster_links where intended_key = any($1)';

/** A key is reserved while a link intends it: the link will be finished or retried. */
@Injectable()
export class LinkKeyReservations extends KeyReservations {
  constructor(private readonly database: Database) {
    super();
  }

  override async reserved(keys: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.query<{ key: string }[]>(INTENDED, [keys]);
    return new Set(rows.map(({ key }) => key));
  }
}
