import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packs } from './index.ts';
import { tablesIn, viewsIn } from './sql-at-home.spec-support.ts';

const root = join(import.meta.dirname, '../../..');

/** Tables of the libraries, by the folder that owns them. */
const ofLibraries: Record<string, readonly string[]> = {
  'libs/access': ['api_keys', 'idempotency_keys', 'sessions', 'sign_in_codes'],
  'libs/ai': ['ai_calls', 'ai_budget_days'],
  'libs/database': ['audit_log'],
};

const owners = new Map<string, readonly string[]>([
  ...Object.entries(ofLibraries),
  ...packs.map(({ name, tables }) => [`packs/${name}`, tables] as const),
]);
const everyTable = [...owners.values()].flat();

const isTest = (file: string) => /(spec|spec-support)\.ts$|\/testing\.ts$|^libs\/testing\//.test(file);
const filesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/dist|node_modules/.test(entry.parentPath))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !isTest(file));

const sources = ['apps', 'libs', 'packs'].flatMap(filesOf);
const codeOf = (file: string) => readFileSync(join(root, file), 'utf8');
const ownerOf = (file: string) => file.split('/').slice(0, 2).join('/');
const foreignTo = (file: string) => {
  const own = owners.get(ownerOf(file)) ?? [];
  return everyTable.filter((table) => !own.includes(table));
};

describe('the SQL of a pack', () => {
  it('names no table of another pack', () => {
    const found = sources.flatMap((file) =>
      tablesIn(codeOf(file), foreignTo(file)).map((table) => `${file}: ${table}`),
    );
    expect(found).toEqual([]);
  });

  it('reads only views of packs that its tag constraint lets it import', () => {
    const constraints = codeOf('eslint.boundaries.js');
    const below = (name: string) => constraints.match(new RegExp(`\\bpack\\('${name}'([^)]*)\\)`))?.[1] ?? '';
    const publishers = new Map(packs.flatMap(({ name, views = {} }) => Object.keys(views).map((view) => [view, name])));
    const wrong = packs.flatMap(({ name }) =>
      [...new Set(filesOf(`packs/${name}`).flatMap((file) => viewsIn(codeOf(file))))]
        .filter((view) => publishers.get(view) !== name && !below(name).includes(`'${publishers.get(view)}'`))
        .map((view) => `${name}: ${view}`),
    );
    expect(wrong).toEqual([]);
  });

  it('reads only views that a pack below it publishes', () => {
    const placeOf = new Map(packs.flatMap(({ views = {} }, place) => Object.keys(views).map((view) => [view, place])));
    const wrong = sources.flatMap((file) =>
      viewsIn(codeOf(file))
        .filter(
          (view) => (placeOf.get(view) ?? Infinity) > packs.findIndex(({ name }) => ownerOf(file) === `packs/${name}`),
        )
        .map((view) => `${file}: ${view}`),
    );
    expect(wrong).toEqual([]);
  });

  it('is found: an owner names its own tables', () => {
    const unnamed = [...owners].flatMap(([folder, tables]) => {
      const own = filesOf(folder).map(codeOf).join('\n');
      return tables.filter((table) => !own.includes(table));
    });
    expect(unnamed).toEqual([]);
    expect(sources.length).toBeGreaterThan(250);
  });
});

describe('the test of it', () => {
  it.each([
    ['in a query', 'db.query("select 1 from clusters where id = $1")'],
    ['in a template', 'const sql = `select ${x} from photos p join clusters c on c.id = p.cluster_id`'],
    ['after a substitution', 'const sql = `${A} left join clusters c on true`'],
    ['in capital letters', 'db.query("DELETE FROM clusters")'],
    ['in quotes', `db.query('insert into "clusters" (id) values ($1)')`],
    ['as the second of a list', 'db.query("select 1 from photos p, clusters c")'],
    ['in a query builder', "manager.createQueryBuilder().from('clusters', 'c')"],
    ['as the target of a join', "query.leftJoin('clusters', 'c')"],
    ['with its schema', 'db.query("select 1 from public.clusters")'],
    ['under a longer name', 'db.query("select 1 from photos p, clusters cl")'],
    ['under no other name', 'db.query("select 1 from photos, clusters where true")'],
    ['in brackets', 'db.query("select 1 from (clusters c join photos p on true)")'],
    [
      'in the expression of a column',
      "class A { @VirtualColumn({ query: () => 'select count(*) from clusters' }) n: number; }",
    ],
    ['by a constant', "const TABLE = 'clusters'; db.query(`select 1 from ${TABLE}`)"],
    ['in a call of the manager', "manager.count('clusters')"],
    ['by the helpers for plain rows', "const change = { table: 'clusters', key }"],
  ])('finds a foreign table %s', (_where, code) => {
    expect(tablesIn(code, ['clusters'])).toEqual(['clusters']);
  });

  it.each([
    ['a route', "@Controller('clusters') class X { @Get('clusters/:id') get() {} }"],
    ['a foreign key', "@ForeignKey('clusters', { name: 'fk' }) clusterId: string;"],
    ['a view', 'db.query("select 1 from pub_clustering_clusters")'],
    ['a longer name', 'db.query("select 1 from clusters_by_month")'],
    ['a sentence', "throw new Error('The persona still has clusters.')"],
    ['the name of a list', "paginate(query, { list: 'clusters' })"],
  ])('leaves %s alone', (_what, code) => {
    expect(tablesIn(code, ['clusters'])).toEqual([]);
  });
});
