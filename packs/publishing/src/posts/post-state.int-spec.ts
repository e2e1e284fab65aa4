import { Client } from 'pg';
import { newId } from '@trellis/kernel';
import { useDatabase } from '@trellis/testing/jest';
import { mayBecome, postStates, type PostState } from './post-state.ts';

const sha = '0'.repeat(64);
const leased = (state: PostState) => state === 'publishing' || state === 'unknown';

/** The columns that a state asks for, beside the state. */
const columnsOf = (state: PostState): string =>
  `state = '${state}', published_at = ${state === 'published' ? `'2026-01-01'` : 'null'}, publish_sent_at = now(),
   lease_token = ${leased(state) ? 'gen_random_uuid()' : 'null'}, lease_until = ${leased(state) ? 'now()' : 'null'}`;

describe('the table of posts', () => {
  const database = useDatabase();
  const id = newId();
  let client: Client;
  beforeAll(async () => {
    client = database.client;
    await client.query(`insert into personas (id, name) values ('${id}', 'north quay')`);
    await client.query(
      `insert into publish_accounts (id, persona_id, provider, name, time_zone) values ('${id}', '${id}', 'manual', 'x', 'UTC')`,
    );
    await client.query(`insert into posts (id, persona_id, account_id, scheduled_at, scheduled_local, zone, latest_at, content_sha256)
      values ('${id}', '${id}', '${id}', now(), '2026-01-01T00:00', 'UTC', now(), '${sha}')`);
  });

  it.each(postStates.flatMap((from) => postStates.filter((to) => to !== from).map((to) => [from, to] as const)))(
    'allows %s to %s as the code does',
    async (from, to) => {
      await client.query('begin');
      await client.query(`set local session_replication_role = replica`);
      await client.query(`update posts set ${columnsOf(from)}`);
      await client.query(`set local session_replication_role = origin`);
      const allowed = await client.query(`update posts set ${columnsOf(to)}`).then(
        () => true,
        (error: { constraint?: string }) => {
          expect(error.constraint).toBe('ck_posts_transition');
          return false;
        },
      );
      await client.query('rollback');
      expect(allowed).toBe(mayBecome(from, to, { byHand: true }));
    },
  );
});
