import { NumberPipe } from './id.pipe.ts';

describe('NumberPipe', () => {
  const pipe = new NumberPipe([320, 640]);
  const width = { type: 'param', data: 'width' } as const;

  it.each(['320', 320])('takes %p, as text or turned into a number before', (value) => {
    expect(pipe.transform(value, width)).toBe(320);
  });

  it.each(['321', 321, '', 'x', '0320', NaN])('refuses %p, and names what is allowed', (value) => {
    expect(() => pipe.transform(value, width)).toThrow('must be one of 320, 640');
  });
});
