import { Injectable } from '@nestjs/common';
import { Database, type SortColumn } from '@trellis/database';

/** Among so many photos a page of matches is found soon, wherever one begins to read. */
const COMMON = 0.005;

/**
 * The logarithm of the part of all photos that has every word, by the statistics of the table. A word that they do not
 * list is rare; without any word there is no photo.
 */
const SHARE = `
  select sum(ln(coalesce(f.share, 1e-9)))::float as logarithm
  from unnest(tsvector_to_array(to_tsvector('simple', search_words($1)))) w (word)
  left join (
    select e.word, e.share from pg_stats s,
      rows from (unnest(s.most_common_elems::text::text[]), unnest(s.most_common_elem_freqs)) e (word, share)
    where (s.schemaname, s.tablename, s.attname) = (current_schema(), 'photos', 'search')) f on f.word = w.word`;

/** Photos of `photos p` with all words. The words are read once, not for every photo. */
export const WITH_WORDS = `p.search @@ (select plainto_tsquery('simple', search_words(?)))`;

/** How often words occur. PostgreSQL's own estimate takes rare words for common ones (docs/adr/0032). */
@Injectable()
export class PhotoWords {
  constructor(private readonly database: Database) {}

  /** Whether few photos have all of them. */
  async areRare(q: string): Promise<boolean> {
    const [{ logarithm }] = await this.database.query<[{ logarithm: number | null }]>(SHARE, [q]);
    return logarithm === null || logarithm < Math.log(COMMON);
  }
}

/** The same order, for which no index is read: the matches are found by their words and sorted. */
export const sorted = <Row>(columns: readonly SortColumn<Row>[]): SortColumn<Row>[] =>
  columns.map((one) => (one.type === 'timestamptz' ? { ...one, column: `(${one.column} + interval '0')` } : one));
