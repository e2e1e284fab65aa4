import { newId } from '@trellis/kernel';
import { PublishingModule } from '@trellis/publishing';
import { usePack } from '@trellis/testing/jest';
import { StrategyModule } from '../strategy.module.ts';
import { GapsService } from './gaps.service.ts';
import { randomPersonas, TODAY } from './random-library.spec-support.ts';
import { referenceGaps, referenceWaiting } from './reference-gaps.spec-support.ts';
import { store } from './store-library.spec-support.ts';

const SEED = 20_261_130;
const PERSONAS = 1_000;

describe('the gaps of a persona', () => {
  const pack = usePack([PublishingModule, StrategyModule]);
  const personas = randomPersonas(SEED, PERSONAS);
  const gaps = (id: string, horizonDays: number) => pack.module.get(GapsService).read(id, { asOf: TODAY, horizonDays });
  beforeAll(() => store(pack.dataSource, personas), 60_000);

  it(`are as plain fractions have them, for ${PERSONAS} random personas`, async () => {
    for (const [n, persona] of personas.entries()) {
      const horizonDays = [28, 1, 7, 30, 90][n % 5] as number;
      const { pillars, actions: _actions, ...totals } = await gaps(persona.id, horizonDays);
      const reference = referenceGaps(persona, horizonDays);
      const numbers = pillars.map(({ name: _name, priority: _priority, reasons: _reasons, ...all }) => all);
      const sorted = reference.pillars.map(({ pillarId }) => numbers.find((one) => one.pillarId === pillarId));
      expect({ ...totals, pillars: sorted }).toEqual({ personaId: persona.id, asOf: TODAY, horizonDays, ...reference });
    }
  }, 120_000);

  it('count what waits in the active clusters of a pillar', async () => {
    for (const persona of personas.slice(0, 300)) {
      for (const { pillarId, days, reasons } of (await gaps(persona.id, 28)).pillars) {
        const of = (key: string, param: string) => Number(reasons.find((one) => one.key === key)?.params[param] ?? 0);
        const found = {
          photos: of('waiting_renditions', 'photos'),
          crops: of('needs_crop', 'photos'),
          runs: of('waiting_votes', 'runs'),
        };
        const nothing = { photos: 0, crops: 0, runs: 0 };
        expect(found).toEqual(days === 0 ? nothing : referenceWaiting(persona, pillarId));
      }
    }
  }, 60_000);

  it('are ordered by impact, score, the bytes of the name and the id, and what is not in the horizon comes last', async () => {
    for (const { id } of personas.slice(0, 200)) {
      const { pillars } = await gaps(id, 28);
      const keys = pillars.map(({ days, impact, score, name, pillarId }) => [
        days === 0,
        -impact,
        score,
        Buffer.from(name).toString('hex'),
        pillarId,
      ]);
      const before = (a: (typeof keys)[number], b: (typeof keys)[number]) => {
        const n = a.findIndex((value, at) => value !== b[at]);
        return n === -1 || (a[n] as number) < (b[n] as number);
      };
      for (const [n, key] of keys.slice(1).entries()) expect(before(keys[n] as (typeof keys)[number], key)).toBe(true);
    }
  });

  it('have at most six actions, two of a pillar, for pillars that miss something first', async () => {
    const kinds = new Set<string>();
    for (const { id } of personas) {
      const { actions, pillars } = await gaps(id, 28);
      const missing = new Map(pillars.map((pillar) => [pillar.pillarId, pillar.missing]));
      expect(actions.length).toBeLessThanOrEqual(6);
      for (const pillarId of missing.keys())
        expect(actions.filter((action) => action.pillarId === pillarId).length).toBeLessThanOrEqual(2);
      const fills = actions.map((action) => (missing.get(action.pillarId) ?? 0) > 0);
      expect(fills).toEqual([...fills].sort((a, b) => Number(b) - Number(a)));
      for (const action of actions) kinds.add(action.do);
    }
    expect([...kinds].sort()).toEqual(['create_cluster', 'crop', 'generate', 'pick_winner', 'schedule']);
  }, 60_000);

  it('of a persona that does not exist are refused', async () => {
    await expect(gaps(newId(), 28)).rejects.toMatchObject({ code: 'persona_not_found' });
  });
});
