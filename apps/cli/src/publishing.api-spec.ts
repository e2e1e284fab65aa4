import { randomUUID } from 'node:crypto';
import { useCommandLibrary } from './library.spec-support.ts';

const sha = '0'.repeat(64);

interface Due {
  due: { id: string; waitsFor: string | null }[];
  state: string;
}

describe('the commands of publishing', () => {
  const library = useCommandLibrary();
  const accountId = randomUUID();
  const [due, unknown] = [randomUUID(), randomUUID()];

  beforeAll(async () => {
    const { id: personaId } = await library.one<{ id: string }>('select id from personas limit 1');
    await library.sql.query(
      `insert into publish_accounts (id, persona_id, provider, name, time_zone) values ($1, $2, 'manual', 'by hand', 'UTC')`,
      [accountId, personaId],
    );
    await library.sql.query(`set session_replication_role = replica`);
    for (const [id, state, at] of [
      [due, 'scheduled', '1 minute'],
      [unknown, 'unknown', '1 hour'],
    ])
      await library.sql.query(
        `insert into posts (id, persona_id, account_id, state, scheduled_at, scheduled_local, zone, latest_at, content_sha256, checked_at, publish_sent_at)
         values ($1, $2, $3, $4, now() - $5::interval, 'x', 'UTC', now() + interval '1 hour', '${sha}', now(), case when $4 = 'unknown' then now() end)`,
        [id, personaId, accountId, state, at],
      );
    await library.sql.query(`set session_replication_role = origin`);
  });

  it('publish due prints what is due, and what it waits for', async () => {
    const { code, result } = await library.json<Due>('publish', 'due', '--dry-run');
    expect([code, result.state]).toEqual([0, 'running']);
    expect(result.due).toMatchObject([{ id: due, waitsFor: 'a person, who posts it and marks it as posted' }]);
    const { stdout } = await library.run('publish', 'due');
    expect(stdout).toContain(`post ${due}  by hand`);
    library.env = { PUBLISHING: 'off' };
    expect((await library.json<Due>('publish', 'due', '--dry-run')).result.state).toBe('off');
    library.env = {};
  }, 60_000);

  it('posts resolve states what became of a post whose outcome is unknown, once', async () => {
    const resolve = (id: string) => library.run('posts', 'resolve', id, '--outcome', 'failed');
    expect(await resolve(unknown)).toMatchObject({ code: 0, stdout: `post ${unknown} is failed\n` });
    expect(await resolve(unknown)).toMatchObject({ code: 1 });
    expect(await resolve('x')).toMatchObject({ code: 2, stderr: '<id> must be the id of a post.\n' });
  }, 60_000);

  it('accounts check names what keeps an account from publishing', async () => {
    expect(await library.json('accounts', 'check')).toMatchObject({ code: 0, result: { faults: 0 } });
    await library.sql.query(`update publish_accounts set paused_at = now(), pause_reason = 'needs_login'`);
    const { code, result } = await library.json<{ accounts: object[] }>('accounts', 'check');
    expect(code).toBe(1);
    expect(result.accounts).toMatchObject([{ accountId, ok: false, problems: [{ code: 'account_paused' }] }]);
  }, 60_000);
});
