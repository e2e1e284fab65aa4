import { everything, extended, nothing, toggled } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const idsOf = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort().join('');

describe('a selection', () => {
  it('takes one, and leaves it again', () => {
    const one = toggled(nothing, 'b');
    expect(idsOf(one)).toBe('b');
    expect(idsOf(toggled(one, 'b'))).toBe('');
  });

  it('is extended from where it began, in both directions', () => {
    const forward = extended(nothing, order, 'b', 'd');
    expect(idsOf(forward)).toBe('bcd');
    expect(idsOf(extended(forward, order, 'd', 'a'))).toBe('abcd');
  });

  it('keeps what was selected elsewhere', () => {
    const apart = toggled(toggled(nothing, 'a'), 'd');
    expect(idsOf(extended(apart, order, 'd', 'e'))).toBe('ade');
  });

  it('is everything that is shown', () => {
    expect(idsOf(everything(order))).toBe('abcde');
  });
});
