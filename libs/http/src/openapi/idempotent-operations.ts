import type { OpenAPIObject } from '@nestjs/swagger';
import { problemOf, problemTypes, type ProblemCode } from '../problems/problem.ts';

const COVERED = ['post', 'put', 'delete'] as const;

const header = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: 'Repeat the request with the same key, and it takes effect once; not for uploads',
  schema: { type: 'string' as const, minLength: 1, maxLength: 200 },
};

const refusals: [string, ProblemCode][] = [
  ['409', 'request_in_progress'],
  ['422', 'idempotency_mismatch'],
];

/** Writes the header, and what may come of it, to every operation that takes it: one place instead of thirty decorators. */
export function documentIdempotency(document: OpenAPIObject): OpenAPIObject {
  for (const item of Object.values(document.paths)) {
    for (const method of COVERED) {
      const operation = item[method];
      if (!operation) continue;
      operation.parameters = [...(operation.parameters ?? []), header];
      for (const [status, code] of refusals) addProblem(operation.responses as Responses, status, code);
    }
  }
  return document;
}

type Responses = Record<
  string,
  { description: string; content?: Record<string, { schema: object; examples: object }> }
>;

function addProblem(responses: Responses, status: string, code: ProblemCode): void {
  const value = problemOf(code, Number(status), `${problemTypes[code]}.`, '/api/v1/…');
  const before = responses[status];
  const examples = { ...before?.content?.['application/problem+json']?.examples, [code]: { value } };
  const schema = { $ref: '#/components/schemas/ProblemResponse' };
  const description = before ? `${before.description}, ${code}` : code;
  responses[status] = { description, content: { 'application/problem+json': { schema, examples } } };
}
