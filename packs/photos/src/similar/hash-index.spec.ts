import { HashIndex, halvesOf } from './hash-index.ts';

const bits = (...places: number[]): string =>
  Array.from({ length: 63 }, (_, i) => (places.includes(i) ? '1' : '0')).join('');
const flipped = (text: string, ...places: number[]): string =>
  [...text].map((bit, i) => (places.includes(i) ? String(1 - Number(bit)) : bit)).join('');

describe('HashIndex', () => {
  it('counts the different bits in both halves, at every place', () => {
    const index = new HashIndex();
    const base = bits(0, 5, 30, 31, 62);
    for (let place = 0; place < 63; place += 1) index.set(`p${place}`, halvesOf(flipped(base, place)));
    const found = index.within(1, halvesOf(base));
    expect(found).toHaveLength(63);
    expect(new Set(found.map(({ distance }) => distance))).toEqual(new Set([1]));
  });

  it('finds what is within a distance, and nothing beyond', () => {
    const index = new HashIndex();
    const base = bits(1, 2, 3);
    index.set('same', halvesOf(base));
    index.set('near', halvesOf(flipped(base, 10, 20, 30, 40, 50, 60)));
    index.set('far', halvesOf(flipped(base, ...Array.from({ length: 15 }, (_, i) => i * 4))));
    const within = (most: number) => index.within(most, halvesOf(base)).map(({ id, distance }) => `${id} ${distance}`);
    expect(within(5)).toEqual(['same 0']);
    expect(within(6)).toEqual(['same 0', 'near 6']);
    expect(within(14)).toEqual(['same 0', 'near 6']);
    expect(within(15)).toEqual(['same 0', 'near 6', 'far 15']);
  });

  it('grows, and replaces the hash of a picture that it has', () => {
    const index = new HashIndex();
    for (let i = 0; i < 5_000; i += 1) index.set(`p${i}`, halvesOf(bits(i % 63)));
    index.set('p4999', halvesOf(bits(1, 2, 3, 4, 5)));
    expect(index.size).toBe(5_000);
    expect(index.within(0, halvesOf(bits(1, 2, 3, 4, 5)))).toEqual([{ id: 'p4999', distance: 0 }]);
  });
});
