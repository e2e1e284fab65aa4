import fc from 'fast-check';
import { defaultRunName, defaultTargetFolder } from './run-defaults.ts';
import { canGo, isClosed } from './run-transitions.ts';

const now = new Date('2026-11-23T10:15:00.123Z');

describe('the defaults of a run', () => {
  it('name it after its pipeline and the time, in UTC', () => {
    expect(defaultRunName('still_life', now)).toBe('still_life - 20261123-101500');
  });

  it('shorten the name of the pipeline so that it always fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (name) => {
        const made = defaultRunName(name, now);
        expect([...made].length).toBeLessThanOrEqual(200);
        expect(made.endsWith(' - 20261123-101500')).toBe(true);
      }),
    );
  });

  it('make a folder of letters, digits and dashes from any name', () => {
    expect(defaultTargetFolder('Café & Crème: No. 7', now)).toBe('/storage/runs/cafe-creme-no-7-20261123-101500');
    expect(defaultTargetFolder('🌿🌿', now)).toBe('/storage/runs/run-20261123-101500');
    fc.assert(
      fc.property(fc.string(), (name) =>
        expect(defaultTargetFolder(name, now)).toMatch(/^\/storage\/runs\/[a-z0-9][a-z0-9-]*-\d{8}-\d{6}$/),
      ),
    );
  });
});

describe('the transitions of a run', () => {
  it('are exactly these', () => {
    const statuses = ['pending', 'running', 'completed', 'failed'] as const;
    const ways = statuses.flatMap((from) => statuses.filter((to) => canGo(from, to)).map((to) => `${from} → ${to}`));
    expect(ways).toEqual([
      'pending → running',
      'pending → completed',
      'pending → failed',
      'running → completed',
      'running → failed',
      'failed → pending',
    ]);
  });

  it('end when it is completed or failed', () => {
    expect(['pending', 'running', 'completed', 'failed'].map((status) => isClosed(status as 'pending'))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
