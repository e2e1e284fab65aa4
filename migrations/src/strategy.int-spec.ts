import { expectRefused, useAttackedDatabase } from './attacked-database.spec-support.ts';
import { id, library } from './invariants.spec-support.ts';
import { attacks, strategy } from './strategy-attacks.spec-support.ts';

describe('the database refuses of ideas and gaps', () => {
  const used = useAttackedDatabase(library, strategy);

  afterEach(() => used.client.query('rollback'));

  it.each(attacks)('%s', (_what, statement, constraint) => expectRefused(used.client, statement, constraint));

  it('nothing of a deleted cluster or run: an accepted idea keeps what is left', async () => {
    await used.client.query('begin');
    await used.client.query(`update suggestions set state = 'accepted', accepted_at = now(), cluster_id = '${id(21)}',
      run_id = '${id(52)}', run_made = true where id = '${id(911)}'`);
    await used.client.query(`delete from pipeline_runs where id = '${id(52)}'; set constraints all immediate`);
    const { rows } = await used.client.query(
      `select cluster_id, run_id, state from suggestions where id = '${id(911)}'`,
    );
    expect(rows).toEqual([{ cluster_id: id(21), run_id: null, state: 'accepted' }]);
  });

  it('nothing of a deleted pillar: its batches and ideas go, and kept gaps stay', async () => {
    await used.client.query('begin');
    await used.client.query(`delete from content_pillars where id = '${id(11)}'; set constraints all immediate`);
    const left = `select (select count(*)::int from suggestions) as ideas, (select count(*)::int from gap_analyses) as gaps`;
    expect((await used.client.query(left)).rows).toEqual([{ ideas: 0, gaps: 1 }]);
  });
});
