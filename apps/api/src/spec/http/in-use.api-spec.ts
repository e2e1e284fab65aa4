import { aLibrary } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

describe('deleting a referenced row', () => {
  const app = useApp({ works: false });

  const deleted = async (path: string) => {
    const { status, body } = await app.call('delete', path);
    const { code, detail } = body as { code: string; detail: string };
    return { status, code, detail };
  };
  const aPersona = async (name: string) => (await app.ok<{ id: string }>('post', '/personas', { name })).id;

  it('is refused with the name of the referring rows', async () => {
    const { personaId, pipelineId } = await aLibrary(app);
    const problem = { status: 409, code: 'in_use' };
    const detail = expect.stringMatching(/^It still has (content pillars|clusters); delete or move them first\.$/);
    expect(await deleted(`/personas/${personaId}`)).toEqual({ ...problem, detail });
    await app.ok('post', '/runs', { pipelineId });
    expect(await deleted(`/pipelines/${pipelineId}`)).toEqual({
      ...problem,
      detail: 'It still has runs; delete or move them first.',
    });
  });

  it.each(['restrict', 'no action'])(
    'is refused with the table when the foreign key has no name (on delete %s)',
    async (rule) => {
      const table = `mugs_${rule.replace(' ', '_')}`;
      await app.dataSource.query(
        `create table ${table} (persona_id uuid constraint fk_${table}_persona references personas (id) on delete ${rule})`,
      );
      const personaId = await aPersona(`owner of ${table}`);
      await app.dataSource.query(`insert into ${table} values ($1)`, [personaId]);
      expect(await deleted(`/personas/${personaId}`)).toEqual({
        status: 409,
        code: 'in_use',
        detail: `It still has rows in ${table}; delete or move them first.`,
      });
      await app.dataSource.query(`drop table ${table}`);
      expect((await app.call('delete', `/personas/${personaId}`)).status).toBe(204);
    },
  );

  it('is refused the same way with an Idempotency-Key, and repeated byte for byte', async () => {
    const { personaId } = await aLibrary(app);
    const once = () => app.call('delete', `/personas/${personaId}`).set('Idempotency-Key', 'once');
    const [first, second] = [await once(), await once()];
    expect([first.status, second.status, second.text]).toEqual([409, 409, first.text]);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });
});
