import { newId } from '@trellis/kernel';
import { AccountsService } from '../accounts/accounts.service.ts';
import { MovePostService } from '../posts/move-post.service.ts';
import type { LeasedPost } from '../providers/provider.ts';
import { Leases } from '../running/leases.ts';
import { SettlePostService } from '../running/settle-post.service.ts';
import { TOKEN, useInstagram } from './instagram-library.spec-support.ts';

const CONTAINER = `
  insert into post_containers (id, post_id, role, container_id, state, content_sha256, first_sent_at)
  values ($1, $2, 'main', $3, $4, $5, now())`;

describe('a post whose worker died', () => {
  const use = useInstagram();
  const { library, pack } = use;
  const leases = () => pack.module.get(Leases);

  /** Taken by a worker that died after it had sent this container of Instagram. */
  async function died(containerId: string, state = 'finished'): Promise<string> {
    const id = await library.due();
    await library.query(`update posts set checked_at = now() where id = $1`, [id]);
    const leased = (await leases().take(['instagram'])) as LeasedPost;
    expect(leased.postId).toBe(id);
    await leases().markSent(leased, (manager) =>
      manager.query(CONTAINER, [newId(), id, containerId, state, 'a'.repeat(64)]),
    );
    await library.query(`update posts set lease_until = now() - interval '1 second' where id = $1`, [id]);
    return id;
  }

  /** A container as Instagram has it. */
  async function container(): Promise<string> {
    const parameters = new Map([['image_url', `${pack.config.PUBLIC_BASE_URL}/x.jpg`]]);
    return (await use.fake.account.create(parameters)).id;
  }

  it('is published by the container that was sent, and by no other', async () => {
    const containerId = await container();
    const id = await died(containerId);
    await use.until(id, 'published');
    expect(use.media()).toMatchObject([{ containerId }]);
  });

  it('stops nothing else: others are published, and it is read', async () => {
    const containerId = await container();
    const id = await died(containerId);
    await library.query(`update posts set publish_sent_at = null where id = $1`, [id]);
    const other = await library.due();
    await use.until(other, 'published');
    await use.until(id, 'published');
    expect(use.media()).toHaveLength(2);
  });

  it.each(['error', 'abandoned'])('goes back to its schedule when its container had ended (%s)', async (state) => {
    const id = await died(`1780000000000000${state.length}`, state);
    await use.until(id, 'published');
    expect(use.media()).toHaveLength(1);
    const kinds = await library.query<{ kind: string }[]>(`select kind from post_events where post_id = $1`, [id]);
    expect(kinds.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['lost', 'resumed', 'postponed', 'published']),
    );
  });

  it('is not resolved as failed where Instagram has said that it is published', async () => {
    const id = await died('17800000000000043', 'published');
    await leases().reclaim();
    const resolving = pack.module.get(MovePostService).resolve(id, 'failed');
    await expect(resolving).rejects.toMatchObject({ code: 'illegal_transition' });
    await pack.module.get(MovePostService).resolve(id, 'published');
    expect(await library.state(id)).toBe('published');
  });

  it('is resolved as failed where only a person knows, and its container is never sent again', async () => {
    const containerId = await container();
    const id = await died(containerId);
    await leases().reclaim();
    await pack.module.get(MovePostService).resolve(id, 'failed');
    await use.tick();
    expect([await library.state(id), use.media()]).toEqual(['failed', []]);
  });

  it('does not pause an account by an answer to a token that was replaced meanwhile', async () => {
    const id = await library.due();
    await library.query(`update posts set checked_at = now() where id = $1`, [id]);
    const leased = (await leases().take(['instagram'])) as LeasedPost;
    await pack.module.get(AccountsService).setToken(library.accountId, TOKEN);
    const pause = { reason: 'needs_login', seconds: null } as const;
    const outcome = { outcome: 'later', seconds: 0, code: 'needs_login', detail: 'x', pause } as const;
    await pack.module.get(SettlePostService).execute(leased, outcome);
    await use.until(id, 'published');
  });
});
