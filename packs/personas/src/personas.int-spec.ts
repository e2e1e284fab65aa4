import { usePack } from '@trellis/testing/jest';
import { PersonasFacade, PersonasModule } from './index.ts';
import { PersonasService } from './personas.service.ts';
import { aPersona } from './testing.ts';

describe('personas', () => {
  const pack = usePack([PersonasModule]);
  let personas: PersonasService;

  beforeAll(() => {
    personas = pack.module.get(PersonasService);
  });

  it('are available to other packs by id and name only', async () => {
    const { id } = await personas.create({ name: 'north quay', captionConfig: { tone: 'warm' } });
    expect(await pack.module.get(PersonasFacade).find(id)).toEqual({ id, name: 'north quay' });
    expect(await pack.module.get(PersonasFacade).find('01890a5d-ac96-774b-bcce-b302099a8fff')).toBeUndefined();
  });

  it('keep absent fields, and clear fields set to null', async () => {
    const { id } = await personas.create({ name: 'harbor light', captionConfig: { tone: 'warm' } });
    expect(await personas.update(id, { hashtagStrategy: { maxTags: 5, brandTags: [] } })).toMatchObject({
      captionConfig: { tone: 'warm' },
      hashtagStrategy: { maxTags: 5 },
    });
    expect(await personas.update(id, { captionConfig: null })).toMatchObject({
      captionConfig: null,
      name: 'harbor light',
    });
  });

  it('touch updatedAt with every change, and createdAt with none', async () => {
    const before = await aPersona(pack.dataSource.manager);
    const after = await personas.update(before.id, { name: 'renamed' });
    expect(after.createdAt).toEqual(before.createdAt);
    expect(after.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
  });

  it('of one name cannot be created concurrently', async () => {
    const made = await Promise.allSettled([1, 2, 3].map(() => personas.create({ name: 'twin' })));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(made.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'name_taken' } });
  });

  it('that were deleted are not found', async () => {
    const { id } = await aPersona(pack.dataSource.manager);
    await personas.delete(id);
    await expect(personas.delete(id)).rejects.toMatchObject({ code: 'persona_not_found', kind: 'not-found' });
  });
});
