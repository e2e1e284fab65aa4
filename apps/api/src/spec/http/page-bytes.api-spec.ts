import { useApp } from '../support/use-app.spec-support.ts';

interface Page {
  items: { id: string }[];
  nextCursor: string | null;
}

const MOST = 4 * 1024 * 1024;

describe('a page of large rows', () => {
  const app = useApp({ works: false });

  /** Every id of the list, and the bytes of its largest page. */
  async function walk(path: string): Promise<{ ids: string[]; largest: number; pages: number }> {
    const ids: string[] = [];
    let [largest, pages] = [0, 0];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { text } = await app.call('get', `${path}?limit=200${cursor && `&cursor=${cursor}`}`);
      const page = JSON.parse(text) as Page;
      ids.push(...page.items.map(({ id }) => id));
      largest = Math.max(largest, Buffer.byteLength(text));
      pages += 1;
      cursor = page.nextCursor;
    }
    return { ids, largest, pages };
  }

  it('ends at 4 MB, and the next ones have the rest: pipelines with templates', async () => {
    await app.dataSource.query(
      `insert into pipelines (id, name) select gen_random_uuid(), 'p' || n from generate_series(1, 12) n`,
    );
    await app.dataSource.query(
      `insert into pipeline_steps (id, pipeline_id, name, position, workflow_template)
       select gen_random_uuid(), p.id, 's', n, '"' || repeat('\u00e9', 120000) || '"' from pipelines p, generate_series(1, 3) n`,
    );
    const { ids, largest, pages } = await walk('/pipelines');
    expect(new Set(ids).size).toBe(12);
    expect(ids).toHaveLength(12);
    expect(largest).toBeLessThan(MOST);
    expect(pages).toBeLessThanOrEqual(6);
  });

  it('ends at 4 MB, and the next ones have the rest: runs with variables', async () => {
    await app.dataSource.query(
      `insert into pipeline_runs (id, pipeline_id, name, target_folder, variables)
       select gen_random_uuid(), (select id from pipelines limit 1), 'r', '/x', jsonb_build_object('v', repeat('x', 64000))
       from generate_series(1, 100)`,
    );
    const { ids, largest } = await walk('/runs');
    expect(new Set(ids).size).toBe(100);
    expect(ids).toHaveLength(100);
    expect(largest).toBeLessThan(MOST);
    expect(largest).toBeGreaterThan(MOST / 2);
  });

  it('has one row at least, however large it is', async () => {
    await app.dataSource.query('delete from pipeline_runs');
    await app.dataSource.query(`delete from pipelines where name not in ('p1', 'p2')`);
    await app.dataSource.query(
      `update pipeline_steps set workflow_template = '"' || repeat('x', 5000000) || '"' where position = 1`,
    );
    const { ids, pages } = await walk('/pipelines');
    expect(ids).toHaveLength(2);
    expect(pages).toBe(2);
  });
});
