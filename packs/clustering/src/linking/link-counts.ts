import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import type { LinkCount } from './link-view.ts';

const COUNT = `
  select state, reason, sum(links)::int as count from cluster_link_counts group by state, reason having sum(links) <> 0`;

/** Few rows are not worth a write. */
const MANY = 100;

/** Rows that another process merges at this moment are left to it. */
const MERGE = `
  with gone as (
    delete from cluster_link_counts where id in (select id from cluster_link_counts for update skip locked)
    returning state, reason, links)
  insert into cluster_link_counts (state, reason, links)
  select state, reason, sum(links) from gone group by state, reason having sum(links) <> 0`;

/** Links by state and reason, without counting the links. */
@Injectable()
export class LinkCounts {
  constructor(private readonly database: Database) {}

  read(): Promise<LinkCount[]> {
    return this.database.query(COUNT);
  }

  /** Keeps the rows few. */
  async merge(): Promise<void> {
    const [{ rows }] = await this.database.query<[{ rows: number }]>(
      'select count(*)::int as rows from cluster_link_counts',
    );
    if (rows > MANY) await this.database.query(MERGE);
  }
}
