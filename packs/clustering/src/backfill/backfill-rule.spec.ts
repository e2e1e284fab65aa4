import { matcherOf, type RunMatch } from './backfill-rule.ts';

const run = {
  id: '01890a5d-ac96-774b-bcce-b302099a805d',
  name: 'study 01 (café)',
  prompt: null,
  targetFolder: 'public/still_life/study_01',
  status: 'completed',
  legacyId: '7',
  createdAt: new Date('2025-11-10T16:00:00Z'),
  takeable: { prompt: 'a cup of coffee', run_name: 'morning' },
};

describe('the match of a rule', () => {
  it.each<[RunMatch, boolean]>([
    [{}, true],
    [{ name: 'study 01 (café)' }, true],
    [{ name: 'study 01' }, false],
    [{ name: 'study *' }, true],
    [{ name: 'study ?? (cafe\u0301)' }, true],
    [{ name: 'study . *' }, false],
    [{ name: 'morn*' }, true],
    [{ prompt: '*coffee' }, true],
    [{ prompt: 'tea' }, false],
    [{ folder: '*/still_life/*' }, true],
    [{ status: ['completed', 'failed'] }, true],
    [{ status: ['pending'] }, false],
    [{ ids: ['01890A5D-ac96-774b-bcce-b302099a805d'] }, true],
    [{ legacyIds: ['7', '8'] }, true],
    [{ legacyIds: ['8'] }, false],
    [{ createdFrom: new Date('2025-11-10T16:00:00Z') }, true],
    [{ createdUntil: new Date('2025-11-10T16:00:00Z') }, false],
    [{ name: 'study *', status: ['pending'] }, false],
  ])('%j: %s', (match, fits) => {
    expect(matcherOf(match)(run)).toBe(fits);
  });
});
