import type { DataSource } from 'typeorm';
import { QUEUE_SCHEMA } from '@trellis/events';
import { expectedGuards } from './expected-guards.ts';
import { RightsError, RoleMissingError } from './role.errors.ts';
import { scramVerifier } from './scram-verifier.ts';

/** Tables that the working role may not change, or may only extend. */
const NARROWER: Readonly<Record<string, string>> = {
  audit_log: 'select, insert',
  audit_seals: 'select, insert',
  schema_migrations: 'select',
};

const EVERY_ROW = 'select, insert, update, delete';

/** The rights on a table, as a comma-separated list. Views are read. */
const RIGHTS = `case ${Object.entries(NARROWER)
  .map(([table, rights]) => `when c.relname = '${table}' then '${rights}'`)
  .join(' ')} when c.relkind = 'v' then 'select' else '${EVERY_ROW}' end`;

/** Our tables and views by name: the schema may hold those of others. The schema of the queues is ours. */
const NAMES = [
  ...new Set([
    ...Object.keys(NARROWER),
    ...expectedGuards.flatMap(
      (line) => /^(?:constraint|trigger) \w+ on (\w+):|^view (\w+):/.exec(line)?.slice(1) ?? [],
    ),
  ]),
].filter(Boolean);

/** Our tables and views, with the rights that the working role has on them. */
const OURS = `
  select c.oid, c.oid::regclass as name, c.relname, c.relowner, ${RIGHTS} as rights
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v')
    and (n.nspname = '${QUEUE_SCHEMA}' or n.nspname = current_schema() and c.relname = any('{${NAMES.join(',')}}'))`;

/**
 * Rights that the role lacks, and rights that it has although it should not, on a table or on one of its columns.
 * Owners and superusers have all rights.
 */
const DIFFERENCES = `
  with role as (select oid, rolname from pg_roles where rolname = $1)
  select ours.relname || ': ' || p.name as right, wanted as missing, p.name = 'select' as read
  from role, (${OURS}) ours,
    unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as p (name),
    lateral (select p.name = any(string_to_array(ours.rights, ', ')) as wanted,
      has_table_privilege(role.oid, ours.oid, p.name) as whole,
      case when p.name in ('select', 'insert', 'update', 'references')
        then has_any_column_privilege(role.oid, ours.oid, p.name) else false end as partly) h
  where case when wanted then not whole else (whole or partly) and not pg_has_role(role.oid, ours.relowner, 'usage') end
  union all
  select format('schema %s: %s', n.nspname, p.name), not has, p.name = 'usage'
  from role, pg_namespace n, unnest(array['usage', 'create']) as p (name),
    lateral (select has_schema_privilege(role.oid, n.oid, p.name) as has) h
  where n.nspname in (current_schema(), '${QUEUE_SCHEMA}') and has <> (p.name = 'usage')
    and (not has or not pg_has_role(role.oid, n.nspowner, 'usage'))
  union all
  select format('database %s: %s', d.datname, p.name), false, false
  from role, pg_database d, unnest(array['create', 'temporary']) as p (name)
  where d.datname = current_database() and has_database_privilege(role.oid, d.oid, p.name)
    and not pg_has_role(role.oid, d.datdba, 'usage')`;

interface Difference {
  right: string;
  missing: boolean;
  /** Whether it is a right to read. */
  read: boolean;
}

/** The user that the servers and commands work as: rows, no schema, and an audit log that only grows. */
export class WorkingRole {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly name: string,
    private readonly password: string,
    /** Whether it is the connected user. */
    readonly isConnected: boolean,
  ) {}

  /** @param url the URL of the working role; undefined for the user that is connected */
  static async of(dataSource: DataSource, url?: string): Promise<WorkingRole> {
    const { username, password } = url ? new URL(url) : { username: '', password: '' };
    const [{ me }] = await dataSource.query<[{ me: string }]>('select current_user as me');
    const name = decodeURIComponent(username) || me;
    return new WorkingRole(dataSource, name, decodeURIComponent(password), name === me);
  }

  /** Whether the role exists and may read every table. Without that, no command can tell what it lacks. */
  async reads(): Promise<boolean> {
    return (await this.exists()) && !(await this.differences()).some(({ missing, read }) => missing && read);
  }

  /**
   * Creates the role if it is missing, and corrects its rights. Returns whether anything was changed.
   * @throws RightsError when the owner may not take back a right; everything else is done
   */
  async prepare(): Promise<boolean> {
    if (this.isConnected) return false;
    const made = !(await this.exists());
    if (made) await this.create();
    if (!made && (await this.differences()).length === 0) return false;
    await this.dataSource.query(this.grants());
    const left = await this.differences();
    if (left.length > 0)
      throw new RightsError(
        this.name,
        left.map(({ right }) => right),
      );
    return true;
  }

  /**
   * The SQL of `prepare`, to read it first or to run it by hand.
   * @param changes whether the schema changes first, and may then have tables without rights
   */
  async plan(changes: boolean): Promise<string[]> {
    if (this.isConnected) return [];
    const made = !(await this.exists());
    if (!made && !changes && (await this.differences()).length === 0) return [];
    return [
      ...(made ? [`create role ${this.quoted} login password '<the password in DATABASE_URL>';`] : []),
      this.grants(),
    ];
  }

  private async exists(): Promise<boolean> {
    return (
      (await this.dataSource.query<unknown[]>('select 1 from pg_roles where rolname = $1', [this.name])).length > 0
    );
  }

  private differences(): Promise<Difference[]> {
    return this.dataSource.query<Difference[]>(DIFFERENCES, [this.name]);
  }

  /** The role may have been made for another database of the server at the same moment. */
  private async create(): Promise<void> {
    try {
      await this.dataSource.query(`create role ${this.quoted} login password '${scramVerifier(this.password)}'`);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === INSUFFICIENT_PRIVILEGE) throw new RoleMissingError(this.name);
      if (!code || !ALREADY_THERE.includes(code)) throw error;
    }
  }

  /** One statement, so that the role never has fewer rights than before or after it. */
  private grants(): string {
    return `do $grants$
declare
  ours record;
  worker constant text := '${this.name.replaceAll("'", "''")}';
begin
  execute format('revoke create, temporary on database %I from public, %I', current_database(), worker);
  for ours in select nspname from pg_namespace where nspname in (current_schema(), '${QUEUE_SCHEMA}') loop
    execute format('grant usage on schema %I to %I', ours.nspname, worker);
    execute format('revoke create on schema %I from public, %I', ours.nspname, worker);
  end loop;
  for ours in ${OURS.trim()} and pg_has_role(c.relowner, 'usage') loop
    execute format('revoke all on %s from public, %I', ours.name, worker);
    execute format('grant %s on %s to %I', ours.rights, ours.name, worker);
  end loop;
end $grants$;`;
  }

  private get quoted(): string {
    return `"${this.name.replaceAll('"', '""')}"`;
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';
/** unique_violation, duplicate_object */
const ALREADY_THERE = ['23505', '42710'];
