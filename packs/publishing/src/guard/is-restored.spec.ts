import { isRestored } from './is-restored.ts';

const [own, other] = ['a', 'b'];

describe('a database', () => {
  it.each([
    ['is where it was', { instanceId: own, number: 5 }, { instanceId: own, number: 5 }, undefined, false],
    [
      'is ahead: the process died before it wrote the file',
      { instanceId: own, number: 6 },
      { instanceId: own, number: 5 },
      undefined,
      false,
    ],
    [
      'is behind: it was restored from before',
      { instanceId: own, number: 4 },
      { instanceId: own, number: 5 },
      undefined,
      true,
    ],
    [
      'belongs to another installation',
      { instanceId: other, number: 9 },
      { instanceId: own, number: 5 },
      undefined,
      true,
    ],
    ['has another id than the setting, and no file', { instanceId: other, number: 0 }, undefined, own, true],
    ['has the id of the setting, and no file', { instanceId: own, number: 7 }, undefined, own, false],
    ['follows the file, not the setting', { instanceId: own, number: 7 }, { instanceId: own, number: 7 }, other, false],
    ['is new', { instanceId: own, number: 0 }, undefined, undefined, false],
    ['has sent something, and nothing beside it says so', { instanceId: own, number: 1 }, undefined, undefined, true],
  ])('%s', (_what, database, file, setting, restored) => {
    expect(isRestored(database, file, setting)).toBe(restored);
  });
});
