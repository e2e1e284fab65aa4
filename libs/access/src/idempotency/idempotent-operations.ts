import type { OpenAPIObject } from '@nestjs/swagger';
import { addProblem } from '@trellis/http';
import { accessProblems } from '../access.problems.ts';

const COVERED = ['post', 'put', 'delete'] as const;

const header = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: 'A request repeated with the same key takes effect once. Not for uploads.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 200 },
};

/**
 * Documents the header and its errors on every operation that accepts it, in one place instead of thirty decorators.
 */
export function documentIdempotency(document: OpenAPIObject): OpenAPIObject {
  for (const item of Object.values(document.paths)) {
    for (const method of COVERED) {
      const operation = item[method];
      if (!operation || operation.security?.length === 0) continue;
      operation.parameters = [...(operation.parameters ?? []), header];
      addProblem(operation.responses, accessProblems.request_in_progress);
      addProblem(operation.responses, accessProblems.idempotency_mismatch);
    }
  }
  return document;
}
