import { distinctTags, tagKey } from './tag.ts';

describe('tags', () => {
  it('that differ in case, Unicode form or space around them are one', () => {
    for (const same of ['Café', 'CAFÉ', 'Cafe\u0301', '  café ']) expect(tagKey(same)).toBe('café');
    expect(tagKey('cafe')).not.toBe(tagKey('café'));
  });

  it('are kept as first written, in Unicode form C', () => {
    expect([...distinctTags(['Cafe\u0301', 'CAFÉ', 'sea', ' Sea'])]).toEqual([
      ['café', 'Café'],
      ['sea', 'sea'],
    ]);
  });
});
