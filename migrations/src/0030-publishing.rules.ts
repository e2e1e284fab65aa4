/** The pairs of the state machine; `byHand` ones are no worker's. The code has the same table. */
const SUCCESSORS = {
  draft: ['scheduled', 'cancelled'],
  scheduled: ['draft', 'publishing', 'failed', 'cancelled', 'published'],
  publishing: ['scheduled', 'published', 'unknown', 'failed'],
  unknown: ['publishing', 'published', 'failed'],
  failed: ['scheduled', 'cancelled', 'published'],
};
const PAIRS = Object.entries(SUCCESSORS).flatMap(([from, all]) => all.map((to) => `('${from}', '${to}')`));

const refuse = (constraint: string, message: string) =>
  `raise exception '${message}' using errcode = 'check_violation', constraint = '${constraint}';`;

const up = [
  `create function keep_post() returns trigger language plpgsql as $$
   begin
     if tg_op = 'INSERT' then
       if new.state not in ('draft', 'scheduled') then ${refuse('ck_posts_begins', 'a post begins as a draft')} end if;
       return new;
     end if;
     if old.state <> new.state and (old.state, new.state) not in (${PAIRS.join(', ')}) then
       ${refuse('ck_posts_transition', 'a post cannot go from this state to that one')}
     end if;
     if old.state = 'published' and (new.published_at is distinct from old.published_at
       or (old.provider_media_id is not null and new.provider_media_id is distinct from old.provider_media_id)) then
       ${refuse('ck_posts_final', 'a published post is final')}
     end if;
     if old.state in ('publishing', 'unknown', 'published') and new.state in ('publishing', 'unknown', 'published')
       and (new.caption, new.hashtags, new.account_id, new.is_ai_generated, new.content_sha256)
         is distinct from (old.caption, old.hashtags, old.account_id, old.is_ai_generated, old.content_sha256) then
       ${refuse('ck_posts_frozen', 'what is sent does not change')}
     end if;
     if new.account_id <> old.account_id or new.persona_id <> old.persona_id then
       ${refuse('ck_posts_account', 'a post stays on its account')}
     end if;
     return new;
   end $$`,
  `create trigger tr_posts_keep before insert or update on posts for each row execute function keep_post()`,
  // At the commit: a post that holds has photos, and each of them is held; any other post holds none.
  `create function require_holds() returns trigger language plpgsql as $$
   declare
     post uuid;
     holding boolean;
   begin
     if tg_table_name = 'posts' then post := new.id;
     elsif tg_op = 'DELETE' then post := old.post_id;
     else post := new.post_id;
     end if;
     select state in ('scheduled', 'publishing', 'unknown') into holding from posts where id = post;
     if holding is null then return null; end if;
     if exists (select 1 from post_photos where post_id = post and holds is distinct from holding)
       or (holding and not exists (select 1 from post_photos where post_id = post)) then
       ${refuse('ck_posts_holds', 'the photos of a post are held exactly while it waits or is sent')}
     end if;
     return null;
   end $$`,
  `create constraint trigger tr_posts_holds after insert or update of state on posts
     deferrable initially deferred for each row execute function require_holds()`,
  `create constraint trigger tr_post_photos_holds after insert or update or delete on post_photos
     deferrable initially deferred for each row execute function require_holds()`,
  `create function keep_post_event() returns trigger language plpgsql as $$
   begin
     -- Events go with their post, by the cascade of its deletion.
     if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
     ${refuse('ck_post_events_append_only', 'post_events is append-only')}
   end $$`,
  `create trigger tr_post_events_append_only before update or delete on post_events
     for each row execute function keep_post_event()`,
  `create trigger tr_post_events_no_truncate before truncate on post_events
     for each statement execute function refuse_change()`,
  `create function keep_send_number() returns trigger language plpgsql as $$
   begin
     if tg_op = 'DELETE' or new.send_number < old.send_number then
       ${refuse('ck_publishing_state_grows', 'the number of sent posts never falls')}
     end if;
     return new;
   end $$`,
  `create trigger tr_publishing_state_grows before update or delete on publishing_state
     for each row execute function keep_send_number()`,
];

const FUNCTIONS = ['keep_send_number', 'keep_post_event', 'require_holds', 'keep_post'];
const TRIGGERS = [
  ...['tr_publishing_state_grows on publishing_state', 'tr_post_events_no_truncate on post_events'],
  ...['tr_post_events_append_only on post_events', 'tr_post_photos_holds on post_photos'],
  ...['tr_posts_holds on posts', 'tr_posts_keep on posts'],
];

export const publishingRules = {
  up,
  down: [
    ...TRIGGERS.map((trigger) => `drop trigger ${trigger}`),
    ...FUNCTIONS.map((name) => `drop function ${name}()`),
  ],
};
