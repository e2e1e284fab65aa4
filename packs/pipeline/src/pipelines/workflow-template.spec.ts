import { isWorkflowTemplate } from './workflow-template.ts';

describe('a workflow template', () => {
  it.each(['{}', '{"seed": {{auto_seed}}}', '{"text": "a {{ prompt }} b", "n": {{ n }}}', '["{{a}}{{b}}"]'])(
    'can be %s',
    (template) => {
      expect(isWorkflowTemplate(template)).toBe(true);
    },
  );

  it.each(['', '{', '{"seed": {{auto seed}}}', '{"seed": {{}}}', '{"a": {{x}}{{y}} {{', 'hello'])(
    'cannot be %j',
    (template) => {
      expect(isWorkflowTemplate(template)).toBe(false);
    },
  );
});
