import { ValidationFailedError, type FieldProblem } from '@trellis/kernel';

/** Templates fit into the body of a request, with the quotation marks of a usual workflow escaped. */
export const TEMPLATE_KB = 256;
export const TEMPLATES_KB = 768;

interface Step {
  id?: string | null;
  workflowTemplate: string;
}

const bytesOf = (steps: readonly Step[]): number =>
  steps.reduce((sum, { workflowTemplate }) => sum + Buffer.byteLength(workflowTemplate), 0);

/**
 * Refuses templates over the limits. A larger template that was imported or is older than the limits may stay.
 * @throws ValidationFailedError
 */
export function refuseLargeTemplates(steps: readonly Step[], before: readonly Step[] = []): void {
  const kept = new Map(before.map(({ id, workflowTemplate }) => [id, workflowTemplate]));
  const errors: FieldProblem[] = steps.flatMap(({ id, workflowTemplate }, i) =>
    Buffer.byteLength(workflowTemplate) > TEMPLATE_KB * 1024 && kept.get(id) !== workflowTemplate
      ? [{ path: `steps.${i}.workflowTemplate`, message: `must have at most ${TEMPLATE_KB} KB` }]
      : [],
  );
  if (bytesOf(steps) > Math.max(TEMPLATES_KB * 1024, bytesOf(before)))
    errors.push({ path: 'steps', message: `must have at most ${TEMPLATES_KB} KB of workflowTemplate together` });
  if (errors.length > 0) throw new ValidationFailedError(errors);
}
