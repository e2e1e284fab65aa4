import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Longer prompts are searched up to here: a text search vector has an end. */
const MOST_PROMPT = 20_000;

/** What photos are found by: the name of the file, the alt text, the tags, and what the run asked for. */
export class PhotoSearch1767225600025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Punctuation parts words. PostgreSQL would take `dusk_bottle.png` or `window/light` for one. The function is not
    // `parallel safe`: a search is over before the workers of a parallel plan have begun.
    await runner.query(
      `create function search_words(given text) returns text language sql immutable strict as $$
       select btrim(regexp_replace(lower(normalize(given, nfc)), '[ -/:-@\\[-\`{-~]+', ' ', 'g')) $$`,
    );
    // The words have a column of their own: a search that walks the photos in their order compares many of them.
    await runner.query(
      `alter table photos add prompt text, add tag_words text, add search_text text not null default '', add search tsvector`,
    );
    await runner.query(
      `create function keep_search() returns trigger language plpgsql as $$
       begin
         new.search_text := search_words(left(regexp_replace(new.path, '^.*[/\\\\]', ''), 255) || ' ' ||
           coalesce(new.alt_text, '') || ' ' || coalesce(new.tag_words, '') || ' ' ||
           coalesce(left(new.prompt, ${MOST_PROMPT}), ''));
         new.search := to_tsvector('simple', new.search_text);
         return new;
       end $$`,
    );
    await runner.query(
      `create trigger tr_photos_search before insert or update of path, alt_text, tag_words, prompt on photos
       for each row execute function keep_search()`,
    );
    // No photo is changed by this, so each keeps its time.
    await runner.query(`alter table photos disable trigger tr_photos_touch`);
    await runner.query(
      `update photos p set prompt = (
           select coalesce(r.prompt, r.variables ->> 'prompt') from image_candidates c join pipeline_runs r on r.id = c.run_id
           where c.id = p.image_candidate_id),
         tag_words = (select string_agg(tag, ' ' order by tag_key) from photo_tags where photo_id = p.id)`,
    );
    await runner.query(`alter table photos enable trigger tr_photos_touch`);
    await runner.query(`create index ix_photos_search on photos using gin (search)`);
    await runner.query(
      `create function keep_tag_words() returns trigger language plpgsql as $$
       begin
         update photos p
         set tag_words = (select string_agg(tag, ' ' order by tag_key) from photo_tags where photo_id = p.id)
         where p.id in (select photo_id from changed);
         return null;
       end $$`,
    );
    await runner.query(
      `create trigger tr_photo_tags_added after insert on photo_tags
       referencing new table as changed for each statement execute function keep_tag_words()`,
    );
    await runner.query(
      `create trigger tr_photo_tags_removed after delete on photo_tags
       referencing old table as changed for each statement execute function keep_tag_words()`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger tr_photo_tags_removed on photo_tags`);
    await runner.query(`drop trigger tr_photo_tags_added on photo_tags`);
    await runner.query(`drop function keep_tag_words()`);
    await runner.query(`drop trigger tr_photos_search on photos`);
    await runner.query(`drop function keep_search()`);
    await runner.query(`alter table photos drop search, drop search_text, drop tag_words, drop prompt`);
    await runner.query(`drop function search_words(text)`);
  }
}
