import { templateFault } from './workflow-template.ts';

describe('a workflow template', () => {
  it.each(['{}', '{"seed": {{auto_seed}}}', '{"text": "a {{ prompt }} b", "n": {{ n }}}', '{"nodes": {"inputs": {}}}'])(
    'can be %s',
    (template) => {
      expect(templateFault(template)).toBeUndefined();
    },
  );

  it.each([
    ...['', '{', '{"seed": {{auto seed}}}', '{"seed": {{}}}', '{"a": {{x}}{{y}} {{', 'hello'].map(
      (template) => [template, 'not_json'] as const,
    ),
    ...['[]', '["{{a}}{{b}}"]', '7', '"{{a}}"', 'null', '{{a}}'].map((template) => [template, 'no_object'] as const),
    ['{"nodes": [{"id": 1, "type": "EmptyImage"}], "links": [], "version": 0.4}', 'editor_format'],
    ['{"nodes": []}', 'editor_format'],
  ] as const)('%j is %s', (template, fault) => {
    expect(templateFault(template)).toBe(fault);
  });
});
