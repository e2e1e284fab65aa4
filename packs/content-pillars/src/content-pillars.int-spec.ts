import { aPersona } from '@trellis/personas/testing';
import { usePack } from '@trellis/testing/jest';
import { ContentPillarsFacade, ContentPillarsModule } from './index.ts';
import { ContentPillarsService } from './content-pillars.service.ts';
import { aPillar } from './testing.ts';

describe('content pillars', () => {
  const pack = usePack([ContentPillarsModule]);
  let pillars: ContentPillarsService;
  let personaId: string;

  beforeAll(() => {
    pillars = pack.module.get(ContentPillarsService);
  });
  beforeEach(async () => {
    personaId = (await aPersona(pack.dataSource.manager)).id;
  });

  it('never exceed a sum of weights of 100, also concurrently', async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => pillars.create(personaId, { name: `pillar ${n}`, weight: 33.33 })),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(made.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'weight_exceeded' } });
  });

  it('keep a weight to the hundredth', async () => {
    const { id } = await pillars.create(personaId, { name: 'exact', weight: 0.07 });
    expect((await pillars.update(id, { weight: 99.99 })).weight).toBe('99.99');
  });

  it('of other personas do not count', async () => {
    const other = await aPersona(pack.dataSource.manager);
    await aPillar(pack.dataSource.manager, { personaId: other.id, weight: '100' });
    await expect(pillars.create(personaId, { name: 'full', weight: 100 })).resolves.toMatchObject({ weight: '100.00' });
  });

  it('refuse a persona that does not exist', async () => {
    await expect(pillars.create('01890a5d-ac96-774b-bcce-b302099a8fff', { name: 'x' })).rejects.toMatchObject({
      code: 'persona_not_found',
    });
  });

  it('are available to other packs by id, persona and name', async () => {
    const { id } = await aPillar(pack.dataSource.manager, { personaId, name: 'Daily' });
    const facade = pack.module.get(ContentPillarsFacade);
    expect(await facade.findMany([id, '01890a5d-ac96-774b-bcce-b302099a8fff'])).toEqual([
      { id, personaId, name: 'Daily' },
    ]);
    expect(await facade.findMany([])).toEqual([]);
  });
});
