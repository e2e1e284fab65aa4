import { id } from './invariants.spec-support.ts';
import { as, draft, release, set } from './publishing-attacks.spec-support.ts';

const main = (n: number, containerId: string, post = 301) =>
  `insert into post_containers (id, post_id, role, container_id) values ('${id(n)}', '${id(post)}', 'main', ${containerId});`;
/** Being published, by a container that was sent. */
const sent = `${as('publishing')} ${main(601, `'c1'`)} update post_containers set state = 'finished', first_sent_at = now();`;

/** What the database refuses of containers, and of posts that were sent. */
export const containerAttacks: [string, string, string][] = [
  [
    'one container of two posts',
    `${main(601, `'c1'`)} ${draft(302)} ${main(602, `'c1'`, 302)}`,
    'uq_post_containers_container',
  ],
  [
    'a container that has ended and is used again',
    `${main(601, `'c1'`)} update post_containers set state = 'abandoned'; update post_containers set state = 'finished'`,
    'ck_post_containers_final',
  ],
  [
    'another id of a container',
    `${main(601, `'c1'`)} update post_containers set container_id = 'c2'`,
    'ck_post_containers_frozen',
  ],
  [
    'another time of the first send',
    `${sent} update post_containers set first_sent_at = now() - interval '1 day'`,
    'ck_post_containers_frozen',
  ],
  [
    'a container that was sent without an id',
    `${main(601, 'null')} update post_containers set first_sent_at = now()`,
    'ck_post_containers_sent',
  ],
  [
    'a reading of what was not sent',
    `${main(601, `'c1'`)} update post_containers set idle_since = now()`,
    'ck_post_containers_idle',
  ],
  [
    'a post that waits again while what was sent may be published',
    `${sent} ${set(`state = 'scheduled', lease_token = null, lease_until = null`)}`,
    'ck_posts_sent_container',
  ],
  [
    'a post that has failed although it was published',
    `${sent} update post_containers set state = 'published'; ${release}; ${set(`state = 'failed', lease_token = null, lease_until = null`)}`,
    'ck_posts_sent_container',
  ],
  [
    'a post that has failed while what was sent may be published',
    `${sent} ${release}; ${set(`state = 'failed', lease_token = null, lease_until = null`)}`,
    'ck_posts_sent_container',
  ],
  [
    'a pause that ends without one',
    `update publish_accounts set paused_until = now()`,
    'ck_publish_accounts_paused_until',
  ],
];
