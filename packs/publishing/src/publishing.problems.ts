import { commonProblems, defineProblems } from '@trellis/kernel';

/** The problems of this pack: code, kind and title. */
export const publishingProblems = {
  name_taken: commonProblems.name_taken,
  illegal_transition: commonProblems.illegal_transition,
  ...defineProblems({
    account_not_found: ['not-found', 'No such account'],
    post_not_found: ['not-found', 'No such post'],
    feed_not_found: ['not-found', 'No such feed'],
    external_id_taken: ['conflict', 'Another account has this id'],
    account_paused: ['conflict', 'The account is paused'],
    account_busy: ['conflict', 'The account publishes another post'],
    slot_taken: ['conflict', 'The account has a post at this time'],
    preflight_failed: ['unprocessable', 'The post cannot be published as it is'],
    carousel_size: ['unprocessable', 'A post has one to ten pictures'],
    caption_too_long: ['unprocessable', 'The caption is too long'],
    too_many_hashtags: ['unprocessable', 'There are too many hashtags'],
    duplicate_caption: ['unprocessable', 'A recent post has the same caption'],
    time_in_past: ['unprocessable', 'The time is in the past'],
    too_late: ['unprocessable', 'It is too late to publish the post'],
    no_open_slot: ['unprocessable', 'The account has no open slot'],
  }),
};
