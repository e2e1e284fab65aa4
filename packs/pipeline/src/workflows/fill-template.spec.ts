import fc from 'fast-check';
import { fillTemplate, type TemplateValues } from './fill-template.ts';

const filled = (template: string, values: TemplateValues) => JSON.parse(fillTemplate(template, values)) as unknown;
const failure = (template: string, values: TemplateValues) => {
  try {
    fillTemplate(template, values);
    return undefined;
  } catch (error) {
    const { key, problem } = error as { key: string; problem: string };
    return { key, problem };
  }
};

describe('filling a template', () => {
  it.each([
    ['a text inside a string', '{"a": "x {{p}} y"}', { p: 'tea' }, { a: 'x tea y' }],
    ['spaces inside the braces', '{"a": "{{ p }}"}', { p: 'tea' }, { a: 'tea' }],
    ['a number alone in a string', '{"a": "{{n}}"}', { n: 7 }, { a: 7 }],
    ['a boolean alone in a string', '{"a": "{{ b }}"}', { b: false }, { a: false }],
    ['a number among text', '{"a": "job-{{n}}"}', { n: 7 }, { a: 'job-7' }],
    ['a number outside of strings', '{"a": {{n}}, "b": [{{b}}]}', { n: -0.5, b: true }, { a: -0.5, b: [true] }],
    ['a text of digits stays a text', '{"a": "{{p}}"}', { p: '7' }, { a: '7' }],
    ['an empty text', '{"a": "{{p}}"}', { p: '' }, { a: '' }],
    ['two in one string', '{"a": "{{p}}{{n}}"}', { p: 'x', n: 1 }, { a: 'x1' }],
    ['a key of the object', '{"{{p}}": 1}', { p: 'tea' }, { tea: 1 }],
    ['escaped quotes around it', '{"a": "\\"{{p}}\\" \\\\"}', { p: 'tea' }, { a: '"tea" \\' }],
    ['what is no placeholder', '{"a": "{{}} {{a b}} {p}"}', { p: 'tea' }, { a: '{{}} {{a b}} {p}' }],
  ])('%s', (_what, template, values, result) => {
    expect(filled(template, values)).toEqual(result);
  });

  it('never expands a value again', () => {
    expect(filled('{"a": "{{p}} {{q}}"}', { p: '{{q}}', q: '{{p}}' })).toEqual({ a: '{{q}} {{p}}' });
  });

  it('keeps any text unchanged, also backslashes, quotes, newlines, emoji and braces', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\\', '"', '\n', '\\"', '😀', '{{p}}', '}}', '$&', '$1', '\u2028'),
    );
    fc.assert(
      fc.property(nasty, nasty, (p, q) => {
        expect(filled('{"a": "{{p}}", "b": "<{{ q }}>", "c": ["{{p}}{{q}}"]}', { p, q })).toEqual({
          a: p,
          b: `<${q}>`,
          c: [p + q],
        });
      }),
    );
  });

  it.each([
    ['a long value', '{{p}}'.repeat(2_000), 'x'.repeat(400_000)],
    ['a value that grows when it is escaped', '{{p}}'.repeat(2_000), '\u0001'.repeat(400)],
    ['too many placeholders', '{{p}}'.repeat(2_001), ''],
  ])('ends early for %s', (_what, placeholders, p) => {
    const from = process.memoryUsage().heapUsed;
    expect(failure(`{"a": "${placeholders}"}`, { p })).toEqual({ key: 'p', problem: 'invalid' });
    expect(process.memoryUsage().heapUsed - from).toBeLessThan(100 * 1024 * 1024);
  });

  it('fills up to the limits', () => {
    const { a } = filled(`{"a": "${'{{p}}'.repeat(2_000)}"}`, { p: 'x'.repeat(1_000) }) as { a: string };
    expect(a).toHaveLength(2_000_000);
  });

  it.each([
    ['{"a": "{{nothing}}"}', {}, { key: 'nothing', problem: 'missing' }],
    ['{"a": {{nothing}}}', {}, { key: 'nothing', problem: 'missing' }],
    ['{"a": "{{constructor}}"}', {}, { key: 'constructor', problem: 'missing' }],
    ['{"a": "{{p}}"}', { p: null }, { key: 'p', problem: 'missing' }],
    ['{"a": {{p}}}', { p: '7' }, { key: 'p', problem: 'invalid' }],
    ['{"a": "{{p}}"}', { p: { x: 1 } }, { key: 'p', problem: 'invalid' }],
  ])('%s with %j names the key', (template, values, expected) => {
    expect(failure(template, values)).toEqual(expected);
  });
});
