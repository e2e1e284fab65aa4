import fc from 'fast-check';
import { parseJsonBody } from './json-body.ts';

const fault = (text: string) => {
  try {
    parseJsonBody(text);
    return undefined;
  } catch (error) {
    return error as { code: string; errors?: { path: string }[] };
  }
};

describe('parseJsonBody', () => {
  it('accepts any JSON with storable values', () => {
    const storable = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    const keys = storable.filter((key) => !['__proto__', 'constructor', 'prototype'].includes(key));
    const values = fc.oneof(storable, fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(keys, fc.oneof(values, fc.array(values))), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(parseJsonBody(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['{"a":{"b":["x\\u0000"]}}', 'a.b.0'],
    ['{"a":"\\udc00"}', 'a'],
    ['{"a":1e999}', 'a'],
    ['{"a":{"__proto__":1}}', 'a.__proto__'],
    ['{"prototype":1}', 'prototype'],
  ])('names the path of a value that cannot be stored: %s', (text, path) => {
    expect(fault(text)).toMatchObject({ code: 'validation_failed', errors: [{ path }] });
  });

  it('refuses deeply nested input without a stack overflow', () => {
    expect(fault(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toMatchObject({ code: 'validation_failed' });
    expect(fault(`${'['.repeat(60)}${']'.repeat(60)}`)).toBeUndefined();
  });

  it('reports input that is not JSON', () => {
    expect(fault('{"a":')).toMatchObject({ code: 'malformed_json' });
  });
});
