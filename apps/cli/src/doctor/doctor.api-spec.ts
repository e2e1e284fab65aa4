import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { useCommandLibrary } from '../library.spec-support.ts';

interface Diagnosis {
  clean: boolean;
  findings: { code: string; ids: string[]; count: number; fixed: boolean; cure: string; meaning: string }[];
}

const AN_ACCOUNT = `insert into publish_accounts (id, persona_id, provider, name, time_zone)
  select gen_random_uuid(), id, 'manual', gen_random_uuid()::text, 'UTC' from personas limit 1 returning id, persona_id`;
const aPost = (state: 'scheduled' | 'publishing' | 'unknown') => `
  insert into posts (id, persona_id, account_id, state, scheduled_at, scheduled_local, zone, latest_at, content_sha256, publish_sent_at,
    lease_token, lease_until)
  select gen_random_uuid(), persona_id, id, '${state}', now(), 'x', 'UTC', now(), repeat('0', 64), now() - interval '25 hours',
    ${state === 'publishing' ? 'gen_random_uuid()' : 'null'}, ${state === 'publishing' ? `now() - interval '20 minutes'` : 'null'} from account`;

/** One invariant violated in each run, with disabled triggers. */
const damage: Record<string, string> = {
  cluster_counts: 'update clusters set photos_count = 40',
  run_tallies: 'update run_tallies set votes_cast = 7 where run_id = $1',
  step_tallies: 'update step_tallies set compared = 7 where run_id = $1',
  score_differs: 'update image_candidates set elo_score = 1234 where run_id = $1',
  living_key_tombstoned: `insert into object_tombstones (store, key, not_before, reason)
    select o.store, o.key, now(), 'test' from photo_objects o join cluster_links l using (photo_id) where run_id = $1`,
  weights_over_100: `insert into content_pillars (id, persona_id, name, weight) select gen_random_uuid(), id, 'too much ' || n, 60
    from personas, generate_series(1, 2) n where $1::uuid is not null`,
  completed_without_link: `with gone as (delete from cluster_links where run_id = $1)
    update pipeline_runs set completed_at = now() - interval '6 minutes' where id = $1`,
  link_stays_pending: `update cluster_links set state = 'pending', updated_at = now() - interval '16 minutes' where run_id = $1`,
  link_skipped_wrongly: `update cluster_links set state = 'skipped', reason = 'no_cluster', photo_id = null where run_id = $1`,
  link_failed: `update cluster_links set state = 'failed', reason = 'image_missing', photo_id = null where run_id = $1`,
  linked_without_photo: 'update image_candidates set is_winner = false, winner_at = null where run_id = $1',
  photo_elsewhere: `with other as (insert into clusters (id, persona_id, name) select gen_random_uuid(), id, 'other' from personas returning id)
    update photos p set cluster_id = other.id from other, cluster_links l where l.photo_id = p.id and l.run_id = $1`,
  two_photos: `with second as (
      insert into image_candidates (id, run_id, step_id, image_path) select gen_random_uuid(), run_id, step_id, '/x'
      from image_candidates where run_id = $1 returning id)
    , photo as (insert into photos (id, persona_id, image_candidate_id, path) select gen_random_uuid(), p.id, second.id, '/x' from personas p, second)
    update run_tallies set active_candidates = 2 where run_id = $1`,
  two_winners: 'drop index uq_image_candidates_winner',
  active_child_of_rejected: `with child as (
      insert into image_candidates (id, run_id, step_id, image_path, parent_id) select gen_random_uuid(), run_id, step_id, '/x', id
      from image_candidates where run_id = $1)
    , tally as (update run_tallies set active_candidates = 1 where run_id = $1)
    update image_candidates set status = 'rejected', is_winner = false, winner_at = null where run_id = $1`,
  dead_letter: `insert into pgboss.job (name, data, policy) select 'events.dead', jsonb_build_object('runId', $1::text), 'standard'`,
  photo_held_by_none: `update photos set held_by = gen_random_uuid() where id = (select photo_id from cluster_links where run_id = $1)`,
  post_holds_loosely: `with account as (${AN_ACCOUNT}),
    post as (${aPost('scheduled')} returning id)
    insert into post_photos (post_id, position, photo_id, holds) select post.id, 0, photo_id, true from post, cluster_links where run_id = $1`,
  post_outcome_unknown: `with account as (${AN_ACCOUNT}) ${aPost('unknown')} where $1::uuid is not null`,
  post_stays_publishing: `with account as (${AN_ACCOUNT}) ${aPost('publishing')} where $1::uuid is not null`,
  link_counts: `insert into cluster_link_counts (state, links) values ('linked', 5)`,
};

describe('trellis doctor', () => {
  const library = useCommandLibrary();
  let media: Server;

  beforeAll(async () => {
    media = createServer((request, response) => {
      readFile(library.objectFile(decodeURIComponent(request.url as string).slice(1))).then(
        (bytes) => response.writeHead(200, { 'content-type': 'image/png' }).end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve));
    library.env = { PUBLIC_BASE_URL: `http://127.0.0.1:${(media.address() as AddressInfo).port}` };
  });
  afterAll(async () => {
    media.close();
  });

  const doctor = (...args: string[]) => library.json<Diagnosis>('doctor', ...args);
  const codes = ({ findings }: Diagnosis) => [...new Set(findings.map(({ code }) => code))].sort();

  it('finds nothing in a correct library, including its store and its public images', async () => {
    for (const _ of Object.keys(damage)) await library.aCompletedRun();
    await library.run('link');
    expect(await library.run('doctor', '--store', '--public')).toMatchObject({ code: 0, stdout: 'No findings.\n' });
  }, 60_000);

  it('finds every violation, with its meaning and its cure', async () => {
    const { rows } = await library.sql.query<{ id: string; key: string }>(
      `select run_id as id, key from cluster_links join photo_objects using (photo_id) order by run_id`,
    );
    await library.sql.query(`set session_replication_role = replica`);
    for (const [i, statement] of Object.values(damage).entries())
      await library.sql.query(statement, statement.includes('$1') ? [rows[i]?.id] : []);
    await library.sql.query(
      `insert into image_candidates (id, run_id, step_id, image_path, is_winner, winner_at)
       select gen_random_uuid(), run_id, step_id, '/x', true, now() from image_candidates where run_id = $1 limit 1`,
      [rows[11]?.id],
    );
    await library.sql.query(`set session_replication_role = origin`);
    await rm(library.objectFile(rows[1]?.key as string, 'private'));
    await library.putObject('photos/untracked.png');
    await rm(join(library.dataDir, 'candidates'), { recursive: true });
    const { code, result } = await doctor();
    expect(code).toBe(1);
    const elsewhere = [
      'candidate_root_unreachable',
      'object_without_row',
      'photo_without_object',
      'photo_without_original',
      'schema_drift',
    ];
    expect(codes(result)).toEqual([...Object.keys(damage), ...elsewhere].sort());
    for (const one of result.findings) {
      expect([one.code, one.ids.length > 0, one.meaning.length > 20, one.cure.length > 5]).toEqual([
        one.code,
        true,
        true,
        true,
      ]);
    }
    const scored = result.findings.find(({ code: found }) => found === 'score_differs');
    expect(scored?.count).toBe(1);
  }, 60_000);

  it('fixes what is safe, and nothing else', async () => {
    const fixed = [
      'cluster_counts',
      'link_counts',
      'living_key_tombstoned',
      'run_tallies',
      'score_differs',
      'step_tallies',
    ];
    const { result } = await doctor('--fix');
    expect(
      result.findings
        .filter((one) => one.fixed)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(fixed);
    const after = await doctor();
    expect(after.code).toBe(1);
    for (const code of fixed) expect(codes(after.result)).not.toContain(code);
    expect(codes(after.result)).toContain('two_winners');
  }, 60_000);

  it('reports an unavailable store beside the other findings', async () => {
    const objects = join(library.dataDir, 'media', 'objects');
    await rename(objects, `${objects}.away`);
    await writeFile(objects, 'no folder');
    const { code, result } = await doctor();
    await rm(objects);
    await rename(`${objects}.away`, objects);
    expect([code, codes(result)]).toEqual([1, expect.arrayContaining(['store_unreachable', 'two_winners'])]);
  }, 30_000);

  it('reports pending migrations before anything else', async () => {
    await library.run('migrate', 'down');
    expect(await doctor()).toMatchObject({
      code: 1,
      result: { findings: [{ code: 'pending_migrations', cure: 'trellis migrate up' }] },
    });
    expect(await library.run('link')).toMatchObject({ code: 2, stderr: expect.stringContaining('trellis migrate up') });
  }, 60_000);
});
