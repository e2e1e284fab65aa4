import { jsonInText } from './json-in-text.ts';

describe('the JSON in a text', () => {
  it.each([
    ['{"a": 1}', { a: 1 }],
    ['```json\n[{"a": 1}]\n```', [{ a: 1 }]],
    ['```\n{"a": 1}\n```', { a: 1 }],
    ['Here it is: {"a": "}"} — and more {"b": 2}', { a: '}' }],
    ['[not json] but {"a": [1, "]"]}', { a: [1, ']'] }],
    ['{"a": "quote \\" and } brace"}', { a: 'quote " and } brace' }],
    ['```json\nnothing\n``` {"a": 1}', { a: 1 }],
  ])('%s is taken out', (text, json) => {
    expect(jsonInText(text)).toEqual(json);
  });

  it.each(['', 'a quiet harbour', '{"title": "Harbour", "description": ', '{]', '}{'])('%j has none', (text) => {
    expect(jsonInText(text)).toBeUndefined();
  });

  it('is looked for at a hundred brackets, and not at each of a million', () => {
    expect(jsonInText(`${'['.repeat(99)} {"b": 1}`)).toEqual({ b: 1 });
    expect(jsonInText('['.repeat(1_000_000))).toBeUndefined();
  });
});
