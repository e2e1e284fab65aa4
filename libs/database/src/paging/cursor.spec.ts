import { bindingOf, decodeCursor, encodeCursor } from './cursor.ts';

const fits = [/^\d+$/, /^[a-z]+$/];
const binding = bindingOf('runs', { status: 'failed' });

describe('a cursor', () => {
  it('returns its values unchanged', () => {
    expect(decodeCursor(encodeCursor(binding, ['1', 'a']), binding, fits)).toEqual(['1', 'a']);
  });

  it.each([
    ['of another list', encodeCursor(bindingOf('photos', { status: 'failed' }), ['1', 'a'])],
    ['with other filters', encodeCursor(bindingOf('runs', {}), ['1', 'a'])],
    ['with a value of another shape', encodeCursor(binding, ['1', "a' or 1=1"])],
    ['with a value too few', encodeCursor(binding, ['1'])],
    ['that is no JSON', 'AAAA'],
    ['that is JSON, but no list', Buffer.from('{}').toString('base64url')],
  ])('%s is refused', (_what, cursor) => {
    expect(() => decodeCursor(cursor, binding, fits)).toThrow('invalid_cursor');
  });
});
