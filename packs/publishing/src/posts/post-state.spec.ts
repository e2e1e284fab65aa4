import { holdsPhotos, mayBecome, mayDo, personActs, postStates, type PersonAct, type PostState } from './post-state.ts';

/** Every pair, as the page of publishing has it: x is allowed, h only where a person posted it by hand. */
const TABLE: Readonly<Record<PostState, string>> = {
  //          draft scheduled publishing published unknown failed cancelled
  draft: '    .     x         .          .         .       .      x',
  scheduled: 'x     .         x          h         .       x      x',
  publishing: '.    x         .          x         x       x      .',
  published: '.     .         .          .         .       .      .',
  unknown: '  .     .         x          x         .       x      .',
  failed: '   .     x         .          h         .       .      x',
  cancelled: '.     .         .          .         .       .      .',
};

describe('the states of a post', () => {
  const pairs = postStates.flatMap((from) =>
    TABLE[from]
      .trim()
      .split(/\s+/)
      .map((mark, n) => ({ from, to: postStates[n] as PostState, mark })),
  );

  it('are 49 pairs', () => {
    expect(pairs).toHaveLength(49);
  });

  it.each(pairs)('$from to $to: $mark', ({ from, to, mark }) => {
    expect(mayBecome(from, to)).toBe(mark === 'x');
    expect(mayBecome(from, to, { byHand: true })).toBe(mark !== '.');
  });

  it.each(Object.keys(personActs) as PersonAct[])('are left by a person’s %s as the table allows, or stay', (act) => {
    const { to } = personActs[act];
    for (const from of postStates.filter((state) => mayDo(state, act)))
      expect([from, from === to || mayBecome(from, to, { byHand: true })]).toEqual([from, true]);
    expect(postStates.some((state) => !mayDo(state, act))).toBe(true);
  });

  it('hold the photos from scheduling until the outcome is known', () => {
    expect(postStates.filter(holdsPhotos)).toEqual(['scheduled', 'publishing', 'unknown']);
  });
});
