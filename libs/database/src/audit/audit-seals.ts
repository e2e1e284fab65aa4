import type { Database } from '../database.ts';

/** The rows of one seal at most. */
export const SEAL_ROWS = 1000;

/** Locked by the process that seals. */
const LOCK = 7_237_535_503;

/**
 * A row of the log as text, of values whose text depends on no setting of the session. It is the same in every process
 * and after a restore.
 */
const TEXT = `jsonb_build_array(a.id, (extract(epoch from a.at) * 1000)::bigint, a.actor, a.actor_id, a.action,
  a.subject_type, a.subject_id, a.data)::text`;

const HASH = (previous: string) =>
  `encode(sha256(convert_to(${previous} || E'\\n' || string_agg(${TEXT}, E'\\n' order by a.at, a.id), 'UTF8')), 'hex')`;

/**
 * The time before which no row can be added any more. A row has the time of its insert, and a session that inserted one
 * holds a lock on the log until the end of its transaction. The begin of transactions of other users is hidden, so
 * nothing is sealed while one of them holds that lock. Writers do not wait.
 */
const HORIZON = `
  with writers as (
    select a.usename = current_user as own, a.xact_start from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'relation' and l.database = (select oid from pg_database where datname = current_database())
      and l.relation = 'audit_log'::regclass and l.mode = 'RowExclusiveLock' and pid <> pg_backend_pid())
  select case when bool_and(own) is false then null
    else least(now() - $1::interval, min(xact_start) - interval '1 millisecond') end::text as horizon from writers`;

/** In a statement of its own, after the horizon is known: its snapshot has every row before that. */
const SEAL = `
  with last as (select to_at, to_id, hash from audit_seals order by to_at desc, to_id desc limit 1),
  a as (
    select l.* from audit_log l
    where l.at < $1::timestamptz
      and (l.at, l.id) > (coalesce((select to_at from last), '-infinity'), coalesce((select to_id from last), '00000000-0000-0000-0000-000000000000'))
    order by l.at, l.id limit ${SEAL_ROWS})
  insert into audit_seals (from_at, from_id, to_at, to_id, rows, previous, hash)
  select (array_agg(a.at order by a.at, a.id))[1], (array_agg(a.id order by a.at, a.id))[1],
    (array_agg(a.at order by a.at desc, a.id desc))[1], (array_agg(a.id order by a.at desc, a.id desc))[1],
    count(*), coalesce((select hash from last), ''), ${HASH(`coalesce((select hash from last), '')`)}
  from a having count(*) > 0
  returning rows`;

/**
 * Seals up to `SEAL_ROWS` rows. Returns their number; 0 when there are none, or while another process seals.
 * @param age of the youngest sealed row, as PostgreSQL reads an interval
 */
export const sealAudit = (database: Database, age = '60 seconds'): Promise<number> =>
  database.transaction(async (manager) => {
    const [{ mine }] = await manager.query<[{ mine: boolean }]>(`select pg_try_advisory_xact_lock(${LOCK}) as mine`);
    if (!mine) return 0;
    const [{ horizon }] = await manager.query<[{ horizon: string | null }]>(HORIZON, [age]);
    const [sealed] = horizon === null ? [] : await manager.query<{ rows: number }[]>(SEAL, [horizon]);
    return sealed?.rows ?? 0;
  });

export interface Seal {
  toAt: string;
  toId: string;
  /** What is wrong with it; null when nothing is. */
  fault: string | null;
}

/** The seals after one, oldest first, each compared with the rows that it covers and with the seal before it. */
const WALK = `
  with seals as (
    select s.*, lag(to_at) over w as before_at, lag(to_id) over w as before_id, coalesce(lag(hash) over w, '') as before_hash
    from audit_seals s window w as (order by to_at, to_id)),
  page as (select * from seals where (to_at, to_id) > ($1::timestamptz, $2::uuid) order by to_at, to_id limit 100)
  select page.to_at::text as "toAt", page.to_id as "toId", case
    when page.previous <> page.before_hash then 'the seal before it is not the one it follows'
    when count(a.id) <> page.rows then format('%s rows, and %s when it was sealed', count(a.id), page.rows)
    when ${HASH('page.previous')} is distinct from page.hash then 'a row differs from the sealed one' end as fault
  from page left join audit_log a on (a.at, a.id) <= (page.to_at, page.to_id)
    and (a.at, a.id) > (coalesce(page.before_at, '-infinity'), coalesce(page.before_id, '00000000-0000-0000-0000-000000000000'))
  group by page.to_at, page.to_id, page.previous, page.before_hash, page.rows, page.hash
  order by page.to_at, page.to_id`;

export const sealsAfter = (database: Database, last?: Seal): Promise<Seal[]> =>
  database.query<Seal[]>(WALK, [last?.toAt ?? '-infinity', last?.toId ?? '00000000-0000-0000-0000-000000000000']);
